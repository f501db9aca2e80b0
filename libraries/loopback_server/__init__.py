"""The HTTP server under the gateway, the AWS stand-in and the fault proxies: any WSGI application on a loopback port."""
