Folders: from initialize in all its forms, then by notification.

--> {"id":0,"method":"initialize","params":{"capabilities":{},"rootUri":"file:///old","workspaceFolders":[{"uri":"file:///a","name":"a"},{"uri":"file:///b","name":"b"}]}}
<-- {"id":0,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-16"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> {"id":1,"method":"test/folders"}
<-- {"id":1,"result":["a file:///a","b file:///b"]}
--> {"method":"workspace/didChangeWorkspaceFolders","params":{"event":{"added":[{"uri":"file:///c","name":"c"},{"uri":"file:///b","name":"again"}],"removed":[{"uri":"file:///a","name":"a"},{"uri":"file:///never","name":"n"}]}}}
--> {"id":2,"method":"test/folders"}
<-- {"id":2,"result":["c file:///c","again file:///b"]}
--> {"method":"workspace/didChangeWorkspaceFolders","params":{"event":{"added":"all"}}}
<-- log warn workspace/didChangeWorkspaceFolders: params.event.added: expected array, got string
--> {"id":3,"method":"test/folders"}
<-- {"id":3,"result":["c file:///c","again file:///b"]}
---
--> {"id":0,"method":"initialize","params":{"capabilities":{},"workspaceFolders":null,"rootUri":"file:///home/me/my%20project"}}
<-- {"id":0,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-16"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> {"id":1,"method":"test/folders"}
<-- {"id":1,"result":["my project file:///home/me/my%20project"]}
---
--> {"id":0,"method":"initialize","params":{"capabilities":{},"rootUri":null,"rootPath":"/home/me/my project"}}
<-- {"id":0,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-16"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> {"id":1,"method":"test/folders"}
<-- {"id":1,"result":["my project file:///home/me/my%20project"]}
---
--> {"id":0,"method":"initialize","params":{"capabilities":{},"rootUri":7,"rootPath":"relative","workspaceFolders":{}}}
<-- {"id":0,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-16"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> {"id":1,"method":"test/folders"}
<-- {"id":1,"result":[]}
