"""A serverless application on this machine: its resources in an AWS stand-in, its functions, APIs and event sources.

`application_template` says what the application consists of; here it is put together and started.
"""
