"""Mutation testing of the API's responses: change one thing in real responses, and run the tests that receive them.

A proxy makes the changes, so that it works with any backend, deployed ones included.
"""
