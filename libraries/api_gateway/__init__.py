"""An API gateway that behaves like an Amazon API Gateway REST API, for any set of Lambda-style handlers.

It routes by an OpenAPI document, authenticates requests with an authorizer such as Cognito's, and calls
`handler(event, context)` with a proxy event. What an API chooses for itself is in its `GatewayConfiguration`.
"""
