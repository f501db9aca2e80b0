"""How long the tokens of an app client are valid."""

from collections.abc import Mapping
from typing import Any

from aws_stand_in.overlays.cognito.errors import invalid_parameter

_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
_DEFAULTS = {"Access": (1, "hours"), "Id": (1, "hours"), "Refresh": (30, "days")}
_LIMITS = {"Access": (300, 86400), "Id": (300, 86400), "Refresh": (3600, 3650 * 86400)}


def validity_seconds(configuration: Mapping[str, Any], kind: str) -> int:
    """Return how long an app client's tokens are valid.

    Args:
        configuration: The app client as CreateUserPoolClient takes it.
        kind: `Access`, `Id` or `Refresh`.
    """
    default, default_unit = _DEFAULTS[kind]
    number = configuration.get(f"{kind}TokenValidity") or default
    unit = configuration.get("TokenValidityUnits", {}).get(f"{kind}Token", default_unit)
    return int(number) * _SECONDS[unit]


def check_validity(configuration: Mapping[str, Any]) -> None:
    """Check the validity of access and ID tokens (5 minutes to a day) and of refresh tokens (1 hour to 10 years).

    Raises:
        AwsError: InvalidParameterException.
    """
    for kind, (shortest, longest) in _LIMITS.items():
        if not shortest <= validity_seconds(configuration, kind) <= longest:
            raise invalid_parameter("Invalid range for token validity.")


def check_rotation(configuration: Mapping[str, Any]) -> None:
    """Check that refresh tokens which are rotated are not refreshed in the old way as well.

    Raises:
        AwsError: InvalidParameterException.
    """
    rotation = configuration.get("RefreshTokenRotation", {})
    old_way = "ALLOW_REFRESH_TOKEN_AUTH" in configuration.get("ExplicitAuthFlows", ())
    if rotation.get("Feature") == "ENABLED" and old_way:
        raise invalid_parameter(
            "ALLOW_REFRESH_TOKEN_AUTH is not supported for clients with refresh token rotation enabled."
        )
