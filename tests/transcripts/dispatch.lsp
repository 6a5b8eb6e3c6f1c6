One reply for each request, whatever the request is.

--> {"id":0,"method":"initialize","params":{"capabilities":{}}}
<-- {"id":0,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-16"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> {"id":1,"method":"test/nextLine","params":{"line":7,"character":3,"extra":true}}
<-- {"id":1,"result":{"line":8,"character":3}}
--> {"id":"text","method":"test/nextLine","params":{"line":7,"character":3}}
<-- {"id":"text","result":{"line":8,"character":3}}
Bad params of a request name the path.
--> {"id":2,"method":"test/nextLine","params":{"line":"seven","character":3}}
<-- {"id":2,"error":{"code":-32602,"message":"params.line: expected integer in 0..4294967295, got string"}}
--> {"id":3,"method":"test/nextLine"}
<-- {"id":3,"error":{"code":-32602,"message":"params: expected object, got null"}}
--> {"id":4,"method":"test/nextLine","params":"seven"}
<-- {"id":4,"error":{"code":-32600,"message":"\"params\" is neither an object nor an array"}}
Bad params of a notification are logged and never answered.
--> {"method":"test/note","params":{"line":-1,"character":3}}
<-- log warn test/note: params.line: expected integer in 0..4294967295, got -1
A bug in a handler shows nothing of the inside to the client.
--> {"id":5,"method":"test/throw"}
<-- log error test/throw: secret inside
<-- {"id":5,"error":{"code":-32603,"message":"internal error"}}
--> {"method":"test/throwInNote"}
<-- log error test/throwInNote: secret inside
--> {"id":6,"method":"test/fail"}
<-- {"id":6,"error":{"code":-32803,"message":"no budget is left","data":{"kind":"budget"}}}
Unknown methods.
--> {"id":7,"method":"textDocument/hover","params":{}}
<-- {"id":7,"error":{"code":-32601,"message":"unknown method textDocument/hover"}}
--> {"id":8,"method":"$/unknown"}
<-- {"id":8,"error":{"code":-32601,"message":"unknown method $/unknown"}}
--> {"method":"$/unknown"}
--> {"method":"textDocument/unknown"}
What is no message.
--> {"jsonrpc":"2.0","id":9,
<-- {"id":null,"error":{"code":-32700,"message":"not valid JSON: incomplete JSON"}}
--> []
<-- {"id":null,"error":{"code":-32600,"message":"batches are not part of the Language Server Protocol"}}
--> [{"jsonrpc":"2.0","id":9,"method":"test/wait"}]
<-- {"id":null,"error":{"code":-32600,"message":"batches are not part of the Language Server Protocol"}}
--> {"jsonrpc":"1.0","id":9,"method":"test/wait"}
<-- {"id":9,"error":{"code":-32600,"message":"\"jsonrpc\" is not \"2.0\""}}
--> {"id":1.5,"method":"test/wait"}
<-- {"id":null,"error":{"code":-32600,"message":"\"id\" is neither a string nor an integer below 2^63"}}
--> {"id":9}
<-- {"id":9,"error":{"code":-32600,"message":"neither a method nor a result"}}
--> {"id":9,"method":7}
<-- {"id":9,"error":{"code":-32600,"message":"\"method\" is not a string"}}
Answers to nothing that we asked.
--> {"id":"s1","result":null}
--> {"id":77,"result":null}
--> {"id":null,"error":{"code":-32700,"message":"what?"}}
<-- log warn a response without a usable id
An id that is still running is refused for the second only; 1 and "1" are two.
--> {"id":1,"method":"test/wait"}
--> {"id":1,"method":"test/nextLine","params":{"line":7,"character":3}}
<-- {"id":1,"error":{"code":-32600,"message":"a request with this id is still running"}}
--> {"id":"1","method":"test/nextLine","params":{"line":7,"character":3}}
<-- {"id":"1","result":{"line":8,"character":3}}
--> {"method":"$/cancelRequest","params":{"id":1}}
<-- {"id":1,"error":{"code":-32800,"message":"cancelled"}}
And is free again after its reply.
--> {"id":1,"method":"test/nextLine","params":{"line":7,"character":3}}
<-- {"id":1,"result":{"line":8,"character":3}}
