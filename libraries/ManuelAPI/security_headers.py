"""The security headers that the contract prescribes for every response."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from requests import Response

SECONDS_OF_A_YEAR = 31_536_000
PRESCRIBED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
TRANSPORT_SECURITY = "Strict-Transport-Security"
MAX_AGE = re.compile(r"(?:^|;)\s*max-age\s*=\s*\"?(\d+)", re.IGNORECASE)


def wrong_security_headers(response: "Response") -> list[str]:
    """Return which security headers of a response are missing or have another value, a line each."""
    wrong = [
        f"header {name} is {response.headers.get(name, 'missing')}, not {value}"
        for name, value in PRESCRIBED.items()
        if response.headers.get(name) != value
    ]
    return wrong + _wrong_transport_security(response.headers.get(TRANSPORT_SECURITY))


def _wrong_transport_security(value: str | None) -> list[str]:
    """Hold the header to a year or more, whatever else it says (RFC 6797, section 6.1)."""
    if value is None:
        return [f"header {TRANSPORT_SECURITY} is missing"]
    age = MAX_AGE.search(value)
    if age is None or int(age[1]) < SECONDS_OF_A_YEAR:
        return [f"header {TRANSPORT_SECURITY} is {value}, not a max-age of a year or more"]
    return []
