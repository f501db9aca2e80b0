"""The reference backend on a stack: Manuel's resources, and the handlers in this process."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from manuel_stack.backend import StackSite
from manuel_stack.info import SECRET_ACCESS_KEY
from manuel_stack.internet import LocalInternet
from manuel_stack.recordings import DATA

if TYPE_CHECKING:
    from manuel_stack.resources import ManuelResources

SHORT_TIMEOUTS = {"TIME_BUDGET_SECONDS": "8", "MODEL_READ_TIMEOUT_SECONDS": "4"}
"""A stand-in answers at once: whatever takes longer is a fault, and no test should wait for it as long as users do."""
MANUALS = DATA / "manuals"


class ReferenceBackend:
    """Serves the API of `manuel_sandbox`.

    Args:
        choices: The backend's settings by their names in `variables/*.yaml`.
    """

    def __init__(self, choices: Mapping[str, Any]) -> None:
        self._choices = choices
        self._parts: list[Any] = []

    def start(self, site: StackSite) -> Mapping[str, Any]:
        """Create Manuel's resources, and start the site with manuals, the backend and its gateway."""
        from manuel_stack.resources import create_manuel_resources

        site.log.keep()
        resources = create_manuel_resources(site.session, site.aws.url, site.stage, site.account_id)
        return {**vars(resources), "api_base_url": self._serve(site, resources)}

    def reset_usage(self) -> None:
        """Do nothing: its API has no usage plans."""

    def stop(self) -> None:
        """Stop the gateway first, the site last."""
        while self._parts:
            self._parts.pop().stop()

    def stop_processes(self) -> None:
        """Do nothing: all of it is in this process."""

    def _serve(self, site: StackSite, resources: "ManuelResources") -> str:
        from loopback_server.server import LoopbackServer
        from manuel_sandbox.application import create_application
        from manuel_sandbox.settings import DeploymentSettings

        settings = DeploymentSettings.from_environment(self._variables(site, resources))
        internet = LocalInternet(MANUALS, site.connections.append, site.sent_headers.append)
        application = create_application(settings, clock=site.clock, network=internet)
        gateway = LoopbackServer(
            site.faults.wrap_api(application), port=site.api_port, error_response=application.error_response
        )
        for part in (internet, application, gateway):
            part.start()
            self._parts.append(part)
        return gateway.url

    def _variables(self, site: StackSite, resources: "ManuelResources") -> dict[str, str]:
        """Return the variables that a deployment would give to the backend's functions."""
        names = {name.upper(): str(value) for name, value in vars(resources).items()}
        choices = {name.upper(): _as_text(value) for name, value in self._choices.items()}
        return {
            **names,
            **choices,
            **SHORT_TIMEOUTS,
            "STAGE": site.stage,
            "AWS_REGION": str(site.session.region_name),
            "AWS_ENDPOINT_URL": site.aws.url,
            "AWS_ACCESS_KEY_ID": site.account_id,
            "AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY,
        }


def _as_text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
