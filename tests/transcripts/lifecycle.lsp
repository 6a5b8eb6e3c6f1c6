What is allowed when (LSP 3.18, "Server lifecycle"), and the exit codes.

Requests before initialize are refused, notifications dropped.
--> {"id":1,"method":"test/nextLine","params":{"line":1,"character":0}}
<-- {"id":1,"error":{"code":-32002,"message":"initialize comes first"}}
--> {"id":2,"method":"shutdown"}
<-- {"id":2,"error":{"code":-32002,"message":"initialize comes first"}}
--> {"method":"test/throwInNote"}
--> {"id":3,"method":"initialize","params":[]}
<-- {"id":3,"error":{"code":-32602,"message":"params: expected object"}}
--> {"id":4,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{"general":{"positionEncodings":["utf-16","utf-8"]}}}}
<-- {"id":4,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-8"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> {"id":5,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}
<-- {"id":5,"error":{"code":-32600,"message":"initialize was sent before"}}
--> {"id":6,"method":"test/nextLine","params":{"line":1,"character":0}}
<-- {"id":6,"result":{"line":2,"character":0}}
--> {"method":"initialized","params":{}}
--> {"id":7,"method":"test/nextLine","params":{"line":2,"character":0}}
<-- {"id":7,"result":{"line":3,"character":0}}
--> {"method":"$/setTrace","params":{"value":"verbose"}}
After shutdown nothing but exit.
--> {"id":"last","method":"shutdown"}
<-- {"id":"last","result":null}
--> {"id":8,"method":"test/nextLine","params":{"line":1,"character":0}}
<-- {"id":8,"error":{"code":-32600,"message":"the server is shut down"}}
--> {"id":9,"method":"shutdown"}
<-- {"id":9,"error":{"code":-32600,"message":"the server is shut down"}}
--> {"id":10,"method":"initialize","params":{"capabilities":{}}}
<-- {"id":10,"error":{"code":-32600,"message":"the server is shut down"}}
--> {"method":"test/throwInNote"}
--> {"method":"exit"}
<-- exit 0
A second exit has nothing left to end.
--> {"method":"exit"}
---
exit without shutdown is a failure, also before initialize.
--> {"method":"exit"}
<-- exit 1
---
--> {"id":1,"method":"initialize","params":{"capabilities":{}}}
<-- {"id":1,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-16"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> {"method":"exit"}
<-- exit 1
---
The end of the input is like exit.
--> {"id":1,"method":"initialize","params":{"capabilities":{}}}
<-- {"id":1,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-16"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> eof
<-- exit 1
---
--> {"id":1,"method":"initialize","params":{"capabilities":{}}}
<-- {"id":1,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-16"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> {"id":2,"method":"shutdown"}
<-- {"id":2,"result":null}
--> eof
<-- exit 0
---
Running requests answer before the answer to shutdown or right after it, and before exit.
--> {"id":1,"method":"initialize","params":{"capabilities":{}}}
<-- {"id":1,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-16"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> {"id":2,"method":"test/wait"}
--> {"id":"b","method":"test/wait"}
--> {"id":3,"method":"shutdown"}
<-- {"id":3,"result":null}
<-- {"id":"b","error":{"code":-32800,"message":"cancelled"}}
<-- {"id":2,"error":{"code":-32800,"message":"cancelled"}}
--> {"method":"exit"}
<-- exit 0
---
--> {"id":1,"method":"initialize","params":{"capabilities":{}}}
<-- {"id":1,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-16"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> {"id":2,"method":"test/wait"}
--> eof
<-- {"id":2,"error":{"code":-32800,"message":"cancelled"}}
<-- exit 1
