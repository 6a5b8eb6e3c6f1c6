$/cancelRequest: one reply, -32800, also when the handler has something to tell by then.

--> {"id":0,"method":"initialize","params":{"capabilities":{}}}
<-- {"id":0,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-16"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> {"id":1,"method":"test/wait"}
--> {"id":"1","method":"test/wait"}
--> {"method":"$/cancelRequest","params":{"id":"1"}}
<-- {"id":"1","error":{"code":-32800,"message":"cancelled"}}
--> {"method":"$/cancelRequest","params":{"id":1}}
<-- {"id":1,"error":{"code":-32800,"message":"cancelled"}}
Cancelled again, finished before, never asked, malformed.
--> {"method":"$/cancelRequest","params":{"id":1}}
--> {"id":2,"method":"test/nextLine","params":{"line":7,"character":3}}
<-- {"id":2,"result":{"line":8,"character":3}}
--> {"method":"$/cancelRequest","params":{"id":2}}
--> {"method":"$/cancelRequest","params":{"id":3}}
--> {"method":"$/cancelRequest","params":{"id":{}}}
--> {"method":"$/cancelRequest","params":[]}
--> {"method":"$/cancelRequest"}
