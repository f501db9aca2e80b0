"""The one HTTP server under the gateway, the AWS stand-in and the fault proxies: WSGI on a loopback port."""
