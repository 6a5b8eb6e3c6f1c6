Requests from us to the client.

Not before `initialized`: the client may not have its handlers yet.
--> {"id":0,"method":"initialize","params":{"capabilities":{}}}
<-- {"id":0,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-16"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> {"id":1,"method":"test/ask","params":{"type":3,"message":"Sure?"}}
<-- {"id":1,"error":{"code":-32803,"message":"the client can not be asked now"}}
--> {"method":"initialized","params":{}}
--> {"id":2,"method":"test/ask","params":{"type":3,"message":"Sure?"}}
<-- {"id":"s1","method":"window/showMessageRequest","params":{"type":3,"message":"Sure?"}}
--> {"id":"s1","result":{"title":"Yes"}}
<-- {"id":2,"result":{"title":"Yes"}}
Answered twice.
--> {"id":"s1","result":{"title":"No"}}
The client's error is the result.
--> {"id":3,"method":"test/ask","params":{"type":3,"message":"Sure?"}}
<-- {"id":"s2","method":"window/showMessageRequest","params":{"type":3,"message":"Sure?"}}
--> {"id":"s2","error":{"code":-32601,"message":"not here"}}
<-- {"id":3,"error":{"code":-32601,"message":"not here"}}
Cancelling a request cancels what it asked.
--> {"id":4,"method":"test/ask","params":{"type":3,"message":"Sure?"}}
<-- {"id":"s3","method":"window/showMessageRequest","params":{"type":3,"message":"Sure?"}}
--> {"method":"$/cancelRequest","params":{"id":4}}
<-- {"method":"$/cancelRequest","params":{"id":"s3"}}
<-- {"id":4,"error":{"code":-32800,"message":"cancelled"}}
--> {"id":"s3","result":null}
Shutdown does not wait for the client.
--> {"id":5,"method":"test/ask","params":{"type":3,"message":"Sure?"}}
<-- {"id":"s4","method":"window/showMessageRequest","params":{"type":3,"message":"Sure?"}}
--> {"id":6,"method":"shutdown"}
<-- {"id":6,"result":null}
<-- {"id":5,"error":{"code":-32800,"message":"cancelled"}}
