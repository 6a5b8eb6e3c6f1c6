Settings from the client.

A client that can be asked: after `initialized` and after each change. What it pushes does not count.
--> {"id":0,"method":"initialize","params":{"initializationOptions":{"cerebras":{"model":"llama3.1-8b"}},"capabilities":{"workspace":{"configuration":true,"didChangeConfiguration":{"dynamicRegistration":true}}}}}
<-- settings: model llama3.1-8b
<-- {"id":0,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-16"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> {"method":"initialized","params":{}}
<-- {"id":"s1","method":"client/registerCapability","params":{"registrations":[{"id":"cerebras.configuration","method":"workspace/didChangeConfiguration","registerOptions":{"section":"cerebras"}}]}}
<-- {"id":"s2","method":"workspace/configuration","params":{"items":[{"section":"cerebras"}]}}
--> {"id":"s1","result":null}
--> {"id":"s2","result":[{"model":"llama3.3-70b"}]}
<-- settings: model llama3.3-70b
--> {"method":"workspace/didChangeConfiguration","params":{"settings":{"cerebras":{"model":"pushed"}}}}
<-- {"id":"s3","method":"workspace/configuration","params":{"items":[{"section":"cerebras"}]}}
The same answer again changes nothing.
--> {"id":"s3","result":[{"model":"llama3.3-70b"}]}
Only the newest question counts.
--> {"method":"workspace/didChangeConfiguration","params":{"settings":null}}
<-- {"id":"s4","method":"workspace/configuration","params":{"items":[{"section":"cerebras"}]}}
--> {"method":"workspace/didChangeConfiguration","params":{"settings":null}}
<-- {"id":"s5","method":"workspace/configuration","params":{"items":[{"section":"cerebras"}]}}
--> {"id":"s5","result":[{"model":"newest"}]}
<-- settings: model newest
--> {"id":"s4","result":[{"model":"older"}]}
An error keeps what is there; null clears the layer.
--> {"method":"workspace/didChangeConfiguration","params":{"settings":null}}
<-- {"id":"s6","method":"workspace/configuration","params":{"items":[{"section":"cerebras"}]}}
--> {"id":"s6","error":{"code":-32603,"message":"no"}}
--> {"method":"workspace/didChangeConfiguration","params":{"settings":null}}
<-- {"id":"s7","method":"workspace/configuration","params":{"items":[{"section":"cerebras"}]}}
--> {"id":"s7","result":[null]}
<-- settings: model llama3.1-8b
---
A client that can not be asked pushes, with the section's name or without.
--> {"id":0,"method":"initialize","params":{"capabilities":{}}}
<-- {"id":0,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-16"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> {"method":"initialized","params":{}}
--> {"method":"workspace/didChangeConfiguration","params":{"settings":{"cerebras":{"model":"one"}}}}
<-- settings: model one
--> {"method":"workspace/didChangeConfiguration","params":{"settings":{"model":"two"}}}
<-- settings: model two
--> {"method":"workspace/didChangeConfiguration","params":{"settings":null}}
--> {"method":"workspace/didChangeConfiguration","params":{}}
--> {"method":"workspace/didChangeConfiguration"}
---
Faults are shown once, by name, and not before `initialized`.
--> {"id":0,"method":"initialize","params":{"initializationOptions":{"completion":{"maxTokens":"many"}},"capabilities":{}}}
<-- settings: model llama-4-scout-17b-16e-instruct
<-- {"id":0,"result":{"capabilities":{"workspace":{"workspaceFolders":{"supported":true,"changeNotifications":true}},"positionEncoding":"utf-16"},"serverInfo":{"name":"cerebras-ls","version":"1.2.3"}}}
--> {"method":"initialized","params":{}}
<-- {"method":"window/showMessage","params":{"type":2,"message":"cerebras.completion.maxTokens: expected a whole number of at least 1"}}
--> {"method":"workspace/didChangeConfiguration","params":{"settings":{"nonsense":1}}}
<-- {"method":"window/showMessage","params":{"type":2,"message":"cerebras.nonsense: unknown setting"}}
<-- settings: model llama-4-scout-17b-16e-instruct
--> {"method":"workspace/didChangeConfiguration","params":{"settings":{"nonsense":2}}}
<-- settings: model llama-4-scout-17b-16e-instruct
The key does not come from a workspace.
--> {"method":"workspace/didChangeConfiguration","params":{"settings":{"baseUrl":"http://127.0.0.1:1"}}}
<-- {"method":"window/showMessage","params":{"type":2,"message":"cerebras.baseUrl: ignored in workspace settings, because a repository could set it; set it in the user's config.json or in the initialization options"}}
<-- settings: model llama-4-scout-17b-16e-instruct
