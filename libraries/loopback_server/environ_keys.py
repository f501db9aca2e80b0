"""Keys of the WSGI environ that the server adds, for applications that run without the server as well."""

SENT_HEADERS = "loopback_server.sent_headers"
"""The request's headers as they were sent: WSGI loses their case, order and underscores."""
