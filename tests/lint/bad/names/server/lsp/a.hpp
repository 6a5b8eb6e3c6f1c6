class RequestManager {};
