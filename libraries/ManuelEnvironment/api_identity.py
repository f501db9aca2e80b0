"""Whether the API at an address is the one of the environment that the settings say."""

from typing import TYPE_CHECKING, Any

from ManuelEnvironment.errors import EnvironmentUnreachableError, shown

if TYPE_CHECKING:
    from ManuelEnvironment.settings import Settings


def require_api_of(settings: "Settings", api_base_url: str) -> None:
    """Require that `GET /health` names the settings' stage or environment, if it names any.

    Args:
        settings: The environment's.
        api_base_url: The API's URL with its base path.

    Raises:
        EnvironmentUnreachableError: It names another one.
    """
    answered = _environment_in_health(api_base_url, settings.timeout_seconds)
    expected = {name.casefold() for name in (settings.environment, settings.stage) if name}
    if answered is None or str(answered).casefold() in expected:
        return
    raise EnvironmentUnreachableError(
        f"{api_base_url} is the API of environment {shown(answered)}, but the settings are for {settings.environment} "
        f"(stage {settings.stage or settings.environment}): correct api_base_url, or set stage to what GET /health calls it"
    )


def _environment_in_health(api_base_url: str, timeout: float) -> Any:
    """Return the environment that the API says it is; None if it says nothing, which the tests check."""
    import requests

    try:
        health = requests.get(f"{api_base_url}/health", timeout=timeout, allow_redirects=False).json()
    except requests.RequestException:
        return None
    return health.get("environment") if isinstance(health, dict) else None
