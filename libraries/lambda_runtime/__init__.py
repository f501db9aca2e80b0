"""A runtime for Lambda functions: each runs in processes of its own, served by the Lambda Runtime API.

It needs no AWS: functions are given as `FunctionDefinition`s, and whatever invokes them uses the protocol `Functions`.
"""
