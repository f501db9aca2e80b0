"""An API gateway with the manners of an Amazon API Gateway REST API, for any set of Lambda-style handlers.

It routes from an OpenAPI document, lets a Cognito authorizer look at the token, and calls `handler(event, context)` with a
proxy event.
"""
