"""What the password policy of a user pool refuses, in Cognito's words.

Source: Amazon Cognito Developer Guide, "Adding user pool password requirements"; API reference, PasswordPolicyType, PasswordType.
"""

import re
from collections.abc import Mapping
from typing import Any

LONGEST = 256
_KINDS = {
    "RequireLowercase": (r"[a-z]", "lowercase"),
    "RequireUppercase": (r"[A-Z]", "uppercase"),
    "RequireSymbols": (r"""[\^$*.\[\]{}()?"!@#%&/\\,><':;|_~`=+-]""", "symbol"),
    "RequireNumbers": (r"[0-9]", "numeric"),
}


def mistake(policy: Mapping[str, Any], password: str) -> str | None:
    """Say what a policy refuses about a password; None if it takes it.

    Args:
        policy: The `PasswordPolicy` of a pool.
        password: The password.
    """
    if len(password) < policy.get("MinimumLength", 8):
        return "Password not long enough"
    if len(password) > LONGEST:
        return "Password must not be greater than 256 characters"
    for setting, (pattern, kind) in _KINDS.items():
        if policy.get(setting, True) and not re.search(pattern, password):
            return f"Password must have {kind} characters"
    return None
