"""The application of a template on a stack."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from application_template.errors import TemplateError
from manuel_stack.backend import StackSite
from manuel_stack.clock import AdjustableClock
from manuel_stack.fresh_functions import FreshFunctions
from manuel_stack.info import SECRET_ACCESS_KEY
from manuel_stack.internet import ADDRESSES, FLAWS, NAMES
from manuel_stack.manuals_site import ManualsSite
from manuel_stack.recordings import DATA
from manuel_stack.template_names import manuel_names

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from serverless_application.running_application import RunningApplication


MANUALS = DATA / "manuals"


class TemplateBackend:
    """Serves the APIs of a template.

    Args:
        options: `path`, the template; `parameters`, values of its parameters; `imports`, values of what other stacks export;
            `names`, what outputs or resources of the template the suites mean by their settings; `watch`, whether functions
            start again when their code changes; `sites`, folders with the pages of hosts of the internet; `python`, the
            interpreter of Python functions; `limits_memory`, whether functions are killed that use more memory than they may;
            `shows_logs`, whether what functions log is printed.
    """

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = options
        self._running: RunningApplication | None = None

    @property
    def running(self) -> "RunningApplication":
        """The application, as soon as it has been started."""
        if self._running is None:
            raise RuntimeError("the application has not been started")
        return self._running

    def start(self, site: StackSite) -> Mapping[str, Any]:
        """Create the resources, and start functions and APIs.

        Raises:
            TemplateError: The template is wrong, or cannot run here.
        """
        from serverless_application.preparation import TemplateSource
        from serverless_application.running_application import RunningApplication

        options = self._options
        source = TemplateSource(
            Path(options["path"]), options.get("parameters", {}), options.get("imports", {})
        )
        region = str(site.session.region_name)
        application, identity = source.read(site.account_id, region)
        self._running = RunningApplication(application, self._surroundings(site, identity))
        self._running.notes += source.ignored_parameters()
        try:
            self._running.start()
            self._follow(site.clock)
            fresh = FreshFunctions(site.faults, self._running.functions)
            site.faults.when_epoch_ends.append(fresh.replace_after_faults)
            return {**_second_pool(site), **self._decided(self._running)}
        except TemplateError as error:
            raise TemplateError(f"{source.path}: {error}") from None

    def reset_usage(self) -> None:
        """Let the usage plans of the template count anew."""
        self.running.reset_usage()

    def stop(self) -> None:
        """Stop APIs and functions."""
        if self._running is not None:
            self._running.stop()

    def stop_processes(self) -> None:
        """Stop the functions, which are processes of their own."""
        self.stop()

    def _follow(self, clock: AdjustableClock) -> None:
        """Let functions see the time of the stack."""
        clock.when_advanced.append(self.running.functions.set_clock_ahead)
        if clock.ahead:
            self.running.functions.set_clock_ahead(clock.ahead)

    def _decided(self, running: "RunningApplication") -> dict[str, Any]:
        outputs = running.outputs()
        return {
            "api_base_url": next((api.base_url for api in running.apis), ""),
            **manuel_names(running.created, outputs, self._options.get("names", {})),
            "outputs": {name: str(value) for name, value in outputs.items()},
            "notes": running.notes,
            "resources": {name: one.physical_id for name, one in running.created.items()},
        }

    def _surroundings(self, site: StackSite, identity: Any) -> Any:
        from aws_stand_in.exports import variables
        from serverless_application.account import Account
        from serverless_application.running_application import Surroundings

        return Surroundings(
            stand_in=site.aws.stand_in,
            account=Account(site.session, site.aws.url, identity),
            variables={
                **variables(site.aws.url, site.account_id, identity.region),
                "AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY,
            },
            wrap_api=site.faults.wrap_api,
            clock=site.clock,
            sites={
                **dict.fromkeys(NAMES, ManualsSite(MANUALS)),
                **_folder_sites(self._options.get("sites", {})),
            },
            addresses=ADDRESSES,
            flaws=FLAWS,
            api_port=site.api_port,
            watches_sources=bool(self._options.get("watch")),
            python=self._options.get("python"),
            limits_memory=bool(self._options.get("limits_memory")),
            show_log=partial(print, flush=True) if self._options.get("shows_logs") else None,
        )


def _folder_sites(folders: Mapping[str, str]) -> "Mapping[str, WSGIApplication]":
    """Return the sites whose pages are in folders.

    Raises:
        TemplateError: A folder does not exist.
    """
    from application_template.errors import TemplateError
    from egress_proxy.folder_site import FolderSite

    try:
        return {host: FolderSite(Path(folder)) for host, folder in folders.items()}
    except NotADirectoryError as error:
        raise TemplateError(f"template_sites: {error}") from None


def _second_pool(site: StackSite) -> dict[str, str]:
    """Create a user pool that the application does not know, whose tokens it has to refuse."""
    from manuel_stack.resources import create_pool

    cognito = site.session.client("cognito-idp", endpoint_url=site.aws.url)
    pool_id, client_id = create_pool(cognito, f"manuel-other-{site.stage}")
    return {"second_pool_id": pool_id, "second_pool_client_id": client_id}
