"""The reference backend of Manuel: Lambda handlers behind an API gateway.

The handlers are a backend like any other: they know boto3, and nothing about the tests that are run against them.
"""
