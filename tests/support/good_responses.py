"""What a response needs to match the contract."""

HEALTH = {
    "status": "healthy",
    "timestamp": 1763800000,
    "service": "manuel",
    "version": "1.1",
    "environment": "dev",
    "checks": {"configuration": "healthy", "circuit_breakers": "healthy"},
    "uptime_seconds": 1.5,
}
GOOD_HEADERS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Vary": "Origin",
    "x-amzn-RequestId": "5a2e7f4e-8a4c-4b0f-9f6e-0d6e8f9a1b2c",
    "X-Amzn-Trace-Id": "Root=1-0-1",
    "API-Version": "1.1",
    "Supported-Versions": "1.0, 1.1",
}
