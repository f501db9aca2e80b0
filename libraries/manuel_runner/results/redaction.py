"""The last line of defence: nothing that looks like a credential is written to a file of results."""

import os
import re

MASK = "<masked>"
_SECRET_VARIABLE = re.compile(r"PASSWORD|SECRET|TOKEN|API_KEY")
_SHORTEST_SECRET = 8
_CREDENTIALS = re.compile(
    r"eyJ[\w-]{8,}(?:\.[\w-]*){0,4}"  # JSON Web Tokens, RFC 7519
    r"|(?<=Bearer )[\w.~+/=-]+"  # RFC 6750
    r"|(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])"  # AWS access key ids
    r"|(?<=X-Amz-Signature=)[0-9a-f]+"  # presigned URLs
    r"|(?<=X-Amz-Security-Token=)[^&\s]+"
)


def redact(text: str) -> str:
    """Replace tokens, AWS keys, signatures and the values of secret environment variables.

    Example:
        >>> redact("sent Authorization: Bearer abc.def")
        'sent Authorization: Bearer <masked>'
    """
    for value in _secret_values():
        text = text.replace(value, MASK)
    return _CREDENTIALS.sub(MASK, text)


def _secret_values() -> list[str]:
    """Return the longest values first, so that no part of a longer secret remains."""
    values = {value for name, value in os.environ.items() if _SECRET_VARIABLE.search(name.upper())}
    return sorted((value for value in values if len(value) >= _SHORTEST_SECRET), key=len, reverse=True)
