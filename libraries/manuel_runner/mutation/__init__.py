"""Change one thing in the API's real responses, and see whether a test notices.

It works before any backend, a deployed one too: nothing of the backend itself is touched.
"""
