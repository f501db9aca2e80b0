"""Environment variables that hold secrets."""

import re
from collections.abc import Mapping

from secret_masking.masking import register

_SECRET_NAME = re.compile(r"PASSWORD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_KEY|ACCESS_KEY", re.IGNORECASE)
_WEBHOOK_NAME = re.compile(r"WEBHOOK", re.IGNORECASE)
_SCHEME_AND_HOST = re.compile(r"^https?://[^/]*", re.IGNORECASE)
_NAME_OF_A_PLACE = re.compile(r"_(FILE|PATH|DIR|URI|URL|ARN)$", re.IGNORECASE)


def is_secret(name: str) -> bool:
    """Return whether a variable of this name holds a secret, as the URL of a webhook is one.

    Example:
        >>> is_secret("MANUEL_TEST_PASSWORD"), is_secret("AWS_WEB_IDENTITY_TOKEN_FILE")
        (True, False)
    """
    if _WEBHOOK_NAME.search(name):
        return True
    return bool(_SECRET_NAME.search(name)) and not _NAME_OF_A_PLACE.search(name)


def register_variables(environment: Mapping[str, str]) -> None:
    """Mask the values of the secret variables from now on; of a webhook's URL, what follows the host."""
    for name, value in environment.items():
        if is_secret(name):
            register(_SCHEME_AND_HOST.sub("", value) if _WEBHOOK_NAME.search(name) else value)


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables for a child process that needs no secret.

    Example:
        >>> without_secrets({"PATH": "/bin", "MANUEL_TEST_PASSWORD": "Correct-Horse-1"})
        {'PATH': '/bin'}
    """
    return {name: value for name, value in environment.items() if not is_secret(name)}
