"""Which authentication flows an app client may use."""

from collections.abc import Mapping, Sequence

from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.errors import invalid_parameter

_REFRESHING = ("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN")
FLOWS_OF_INITIATE_AUTH = ("USER_AUTH", "USER_SRP_AUTH", "USER_PASSWORD_AUTH", "CUSTOM_AUTH", *_REFRESHING)
FLOWS_OF_ADMIN_INITIATE_AUTH = (
    "USER_AUTH",
    "USER_SRP_AUTH",
    "ADMIN_USER_PASSWORD_AUTH",
    "ADMIN_NO_SRP_AUTH",
    "CUSTOM_AUTH",
    *_REFRESHING,
)

_ALLOW = "ALLOW_"
_ALLOWED_BY_DEFAULT = ("ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_CUSTOM_AUTH")
_ALWAYS_ALLOWED_TO_OLD_CLIENTS = ("USER_SRP_AUTH", *_REFRESHING)
_SETTINGS: Mapping[str, tuple[str, ...]] = {
    "USER_PASSWORD_AUTH": ("ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"),
    "USER_SRP_AUTH": ("ALLOW_USER_SRP_AUTH",),
    "USER_AUTH": ("ALLOW_USER_AUTH",),
    "CUSTOM_AUTH": ("ALLOW_CUSTOM_AUTH", "CUSTOM_AUTH_FLOW_ONLY"),
    "ADMIN_USER_PASSWORD_AUTH": ("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"),
    "ADMIN_NO_SRP_AUTH": ("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"),
    **dict.fromkeys(_REFRESHING, ("ALLOW_REFRESH_TOKEN_AUTH",)),
}
"""The values of `ExplicitAuthFlows` any of which allows a flow."""
_REFUSALS: Mapping[str, str] = {
    "USER_PASSWORD_AUTH": "USER_PASSWORD_AUTH flow not enabled for this client",
    "USER_SRP_AUTH": "USER_SRP_AUTH is not enabled for the client.",
}


def refreshes(flow: str) -> bool:
    """Tell whether a flow exchanges a refresh token for new tokens."""
    return flow in _REFRESHING


def check_settings(flows: Sequence[str]) -> None:
    """Check the `ExplicitAuthFlows` of an app client.

    Raises:
        AwsError: InvalidParameterException: some begin with `ALLOW_`, and some are of the time before there were such.
    """
    if len({flow.startswith(_ALLOW) for flow in flows}) > 1:
        raise invalid_parameter(
            "You can't assign legacy ExplicitAuthFlows values to user pool clients at the same time as values that begin "
            "with ALLOW_."
        )


def check_flow(client: AppClient, flow: str, served: Sequence[str]) -> None:
    """Check that an app client may use a flow.

    Args:
        client: The app client.
        flow: The AuthFlow of the request.
        served: The flows of the operation that was called.

    Raises:
        AwsError: InvalidParameterException: the operation has no such flow, or the client does not allow it.
    """
    if flow not in served:
        raise invalid_parameter("Initiate Auth method not supported.")
    allowed = client.configuration.get("ExplicitAuthFlows") or _ALLOWED_BY_DEFAULT
    is_old = not any(setting.startswith(_ALLOW) for setting in allowed)
    if is_old and flow in _ALWAYS_ALLOWED_TO_OLD_CLIENTS:
        return
    if not set(allowed) & set(_SETTINGS[flow]):
        raise invalid_parameter(_REFUSALS.get(flow, "Auth flow not enabled for this client"))
