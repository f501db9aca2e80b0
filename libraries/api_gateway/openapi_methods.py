"""The methods of a path in an OpenAPI document with Amazon API Gateway's extensions."""

ANY_METHOD = "x-amazon-apigateway-any-method"
METHODS = ("get", "put", "post", "delete", "patch", "head", "options", ANY_METHOD)
