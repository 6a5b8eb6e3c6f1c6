$/progress: with the request's own token, else with one that the client agreed to.

--> {"id":0,"method":"initialize","params":{"capabilities":{"window":{"workDoneProgress":true}}}}
<-- {"id":0,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-16"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> {"method":"initialized","params":{}}
--> {"id":1,"method":"test/progress","params":{"workDoneToken":"theirs"}}
<-- {"method":"$/progress","params":{"token":"theirs","value":{"kind":"begin","title":"Working","cancellable":true}}}
<-- {"method":"$/progress","params":{"token":"theirs","value":{"kind":"report","message":"half way","percentage":50}}}
The person cancels: once, and only what exists.
--> {"method":"window/workDoneProgress/cancel","params":{"token":"theirs"}}
<-- the person cancels
--> {"method":"window/workDoneProgress/cancel","params":{"token":"theirs"}}
--> {"method":"window/workDoneProgress/cancel","params":{"token":"other"}}
--> {"method":"window/workDoneProgress/cancel"}
--> {"method":"$/cancelRequest","params":{"id":1}}
<-- {"method":"$/progress","params":{"token":"theirs","value":{"kind":"end","message":"stopped"}}}
<-- {"id":1,"error":{"code":-32800,"message":"cancelled"}}
The work goes on while the client is asked; the bar shows the last report.
--> {"id":2,"method":"test/progress","params":{}}
<-- {"id":"s1","method":"window/workDoneProgress/create","params":{"token":"cerebras-1"}}
--> {"id":"s1","result":null}
<-- {"method":"$/progress","params":{"token":"cerebras-1","value":{"kind":"begin","title":"Working","cancellable":true}}}
<-- {"method":"$/progress","params":{"token":"cerebras-1","value":{"kind":"report","message":"too soon after the first","percentage":51}}}
--> {"method":"window/workDoneProgress/cancel","params":{"token":"cerebras-1"}}
<-- the person cancels
--> {"method":"$/cancelRequest","params":{"id":2}}
<-- {"method":"$/progress","params":{"token":"cerebras-1","value":{"kind":"end","message":"stopped"}}}
<-- {"id":2,"error":{"code":-32800,"message":"cancelled"}}
The client says no, or too late.
--> {"id":3,"method":"test/progress","params":{}}
<-- {"id":"s2","method":"window/workDoneProgress/create","params":{"token":"cerebras-2"}}
--> {"id":"s2","error":{"code":-32603,"message":"no"}}
--> {"method":"$/cancelRequest","params":{"id":3}}
<-- {"id":3,"error":{"code":-32800,"message":"cancelled"}}
--> {"id":4,"method":"test/progress","params":{}}
<-- {"id":"s3","method":"window/workDoneProgress/create","params":{"token":"cerebras-3"}}
--> {"method":"$/cancelRequest","params":{"id":4}}
<-- {"id":4,"error":{"code":-32800,"message":"cancelled"}}
--> {"id":"s3","result":null}
---
Without the client's support there is nothing to see.
--> {"id":0,"method":"initialize","params":{"capabilities":{}}}
<-- {"id":0,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-16"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> {"method":"initialized","params":{}}
--> {"id":1,"method":"test/progress","params":{}}
--> {"method":"$/cancelRequest","params":{"id":1}}
<-- {"id":1,"error":{"code":-32800,"message":"cancelled"}}
