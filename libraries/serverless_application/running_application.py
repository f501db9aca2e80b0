"""An application that runs: its resources exist, its functions can be invoked, its APIs are served."""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api_gateway.invocation import Invoker
from api_gateway.template_apis import TemplateApis
from application_template.application import CreatedResource, ResolvedTemplate, TemplateResource
from application_template.errors import TemplateError
from egress_proxy.proxy import EgressProxy
from egress_proxy.site_certificates import Flaw
from event_sources.event_sources import EventSources
from lambda_runtime.function import FunctionDefinition, UnknownFunctionError
from lambda_runtime.functions import LambdaFunctions, temporary_folder
from lambda_runtime.log_stream import LoggedEvents
from lambda_runtime.package_cache import PackagesUnavailableError
from lambda_runtime.runtimes import UnsupportedRuntimeError
from loopback_server.server import LoopbackServer
from serverless_application.account import Account
from serverless_application.asynchronous_events import configure_asynchronous_events, dead_letter_targets
from serverless_application.creation import create_resources
from serverless_application.function_definitions import FunctionDefinitions
from serverless_application.log_groups import create_log_groups
from serverless_application.log_subscriptions import subscribe_to_logs
from serverless_application.node_dependencies import missing_dependencies
from serverless_application.outputs import with_local_addresses
from serverless_application.served_apis import ServedApi, serve_apis
from serverless_application.source_watch import SourceWatch
from serverless_application.token_keys import keys_from
from serverless_application.unimitated import notes_on, notes_on_issuers

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from aws_stand_in.stand_in import AwsStandIn


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an application runs in.

    Attributes:
        stand_in: AWS, whose Lambda API and events invoke its functions.
        account: Where its resources are created.
        variables: Environment variables of all its functions, such as `AWS_ENDPOINT_URL`.
        wrap_api: Put in front of each of its APIs, such as a fault engine; it gets the path of the API's stage as well.
        clock: Returns epoch seconds; what happens by a schedule follows it, which may be ahead of AWS's clock.
        sites: Hosts of the internet that its functions can reach, with what answers for them.
        addresses: The addresses of other names, a list for each look-up in turn; by default, every name has a public one.
        flaws: What is wrong with the certificates of some sites.
        api_port: The port of its first API; 0 takes a free one.
        watches_sources: Whether a function starts again when its code changes.
        python: The interpreter of all Python functions; None takes the one that each function's runtime names.
        limits_memory: Whether a function that uses more memory than it may is killed.
        show_log: Gets each line that a function has logged, with the function's name, when an invocation has ended.
    """

    stand_in: "AwsStandIn"
    account: Account
    variables: Mapping[str, str]
    wrap_api: "Callable[[WSGIApplication, str], WSGIApplication]"
    clock: Callable[[], float]
    sites: "Mapping[str, WSGIApplication]" = field(default_factory=dict)
    addresses: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    flaws: Mapping[str, Flaw] = field(default_factory=dict)
    api_port: int = 0
    watches_sources: bool = False
    python: str | None = None
    limits_memory: bool = False
    show_log: Callable[[str], None] | None = None


class RunningApplication:
    """Starts an application and stops it.

    Args:
        application: The resolved template.
        surroundings: What it runs in.
    """

    def __init__(self, application: ResolvedTemplate, surroundings: Surroundings) -> None:
        self._application = application
        self._surroundings = surroundings
        self._parts: list[Any] = []
        self._ports = itertools.chain([surroundings.api_port], itertools.repeat(0))
        self.created: Mapping[str, CreatedResource] = {}
        """The resources by logical id, as soon as it has started."""
        self.apis: list[ServedApi] = []
        """Its APIs, in the order of the template."""
        self.notes: list[str] = []
        """What is not imitated of it, in a line each."""

    @property
    def left_out(self) -> tuple[TemplateResource, ...]:
        """The resources of the template that are not created."""
        return self._application.left_out

    @property
    def functions(self) -> LambdaFunctions:
        """Its functions, as soon as it has started."""
        return self._functions

    def start(self) -> None:
        """Create the resources, and start functions, APIs and event sources.

        Raises:
            TemplateError: Something cannot be created, or AWS refuses how it is set up. What has been started is to be stopped.
        """
        from botocore.exceptions import ClientError, ParamValidationError

        try:
            self._start_parts()
        except (ClientError, ParamValidationError) as error:
            raise TemplateError(" ".join(str(error).split())) from None

    def stop(self) -> None:
        """Stop everything, in the reverse order."""
        while self._parts:
            self._parts.pop()()

    def reset_usage(self) -> None:
        """Let the usage plans of its APIs count anew."""
        self._template_apis.reset_usage()

    def client(self, service: str) -> Any:
        """Return a boto3 client of the application's account."""
        return self._surroundings.account.client(service)

    def outputs(self) -> dict[str, Any]:
        """Return the outputs of the template, with the addresses at which its APIs are served here."""
        urls = {api.api_id: api.url for api in self.apis}
        values = self._application.resolve_outputs(self.created)
        return {name: with_local_addresses(value, urls) for name, value in values.items()}

    def _start_parts(self) -> None:
        self.created = create_resources(self._application, self._surroundings.account)
        self._make_folder()
        self._start_egress_proxy()
        self._start_functions()
        self._start_apis()
        self._start_event_sources()
        self.notes += notes_on(self.created.values(), self._surroundings.python)

    def _make_folder(self) -> None:
        """Have one folder for all files, which the parent of the functions' processes removes if this process is killed."""
        folder = temporary_folder()
        self._parts.append(folder.cleanup)
        self._folder = Path(folder.name)

    def _start_egress_proxy(self) -> None:
        """Lead what functions send past `AWS_ENDPOINT_URL` to AWS, to sites, and later to the APIs of the application."""
        self._hosts: dict[str, WSGIApplication] = dict(self._surroundings.sites)
        self._egress = EgressProxy(
            self._surroundings.stand_in,
            self._hosts,
            self._surroundings.addresses,
            flaws=self._surroundings.flaws,
            folder=self._folder,
        )
        self._egress.start()
        self._parts.append(self._egress.stop)

    def _start_functions(self) -> None:
        code = self._folder / "code"
        code.mkdir()
        make = FunctionDefinitions(self.created, code)
        definitions = make()
        self.notes += [
            f"the layer {arn} is not in the template: functions run without it" for arn in make.foreign_layers
        ]
        self.notes += missing_dependencies(definitions)
        self._functions = self._lambda_functions(definitions)
        self._parts.append(self._functions.stop)
        try:
            self._functions.start()
        except PackagesUnavailableError as error:
            raise TemplateError(str(error)) from None
        self._register_functions()
        if self._surroundings.watches_sources:
            self._watch({one.name: (one.code, *one.layers) for one in definitions})

    def _lambda_functions(self, definitions: Iterable[FunctionDefinition]) -> LambdaFunctions:
        surroundings = self._surroundings
        try:
            return LambdaFunctions(
                definitions,
                variables={**self._egress.variables, **surroundings.variables},
                region=surroundings.account.region,
                account_id=surroundings.account.account_id,
                python=surroundings.python,
                limits_memory=surroundings.limits_memory,
                folder=self._folder,
                forward_log=self._forward_log,
            )
        except UnsupportedRuntimeError as error:
            raise TemplateError(str(error)) from None

    def _forward_log(self, group: str, logged: LoggedEvents) -> None:
        surroundings = self._surroundings
        account = surroundings.account
        surroundings.stand_in.forward_logs(account.account_id, account.region, group, logged)
        if surroundings.show_log is not None:
            for event in logged.events:
                surroundings.show_log(f"{group.removeprefix('/aws/lambda/')}: {event.message.rstrip()}")

    def _register_functions(self) -> None:
        """Let the Lambda API invoke the functions, configure asynchronous events, and create log groups and their filters."""
        account = self._surroundings.account
        self._surroundings.stand_in.register_functions(
            self._functions,
            account_id=account.account_id,
            region=account.region,
            dead_letter_targets=dead_letter_targets(self.created),
        )
        configure_asynchronous_events(self.created, account.client("lambda"))
        create_log_groups(self._functions.definitions.values(), account.client("logs"))
        self.notes += subscribe_to_logs(self.created, account.client("logs"))

    def _start_event_sources(self) -> None:
        surroundings = self._surroundings
        account = surroundings.account
        try:
            sources = EventSources(
                list(self.created.values()),
                functions=self._functions,
                client=account.client,
                account_id=account.account_id,
                region=account.region,
                clock=surroundings.clock,
                aws_clock=surroundings.stand_in.clock,
            )
        except (ValueError, UnknownFunctionError) as error:
            raise TemplateError(str(error)) from None
        self.notes += sources.not_imitated()
        surroundings.stand_in.stop_schedules(sources.scheduled_rules())
        sources.start()
        self._parts.append(sources.stop)
        for resource, consumer in sources.mappings:
            surroundings.stand_in.adopt_source_mapping(
                resource.physical_id,
                resource.properties,
                consumer,
                account_id=account.account_id,
                region=account.region,
            )

    def _watch(self, folders: Mapping[str, tuple[Path, ...]]) -> None:
        watch = SourceWatch(folders, self._functions.restart)
        watch.start()
        self._parts.append(watch.stop)

    def _start_apis(self) -> None:
        surroundings = self._surroundings
        invoker = Invoker(self._functions)
        self._parts.append(invoker.close)
        apis = self._template_apis = TemplateApis(
            list(self.created.values()),
            invoker=invoker,
            account_id=surroundings.account.account_id,
            region=surroundings.account.region,
            keys_of=keys_from(surroundings.account.endpoint_url, surroundings.clock),
            clock=surroundings.stand_in.clock,
        )
        made = apis.apis()
        self.notes += [*apis.not_imitated(), *itertools.chain(*(api.not_imitated() for api in made))]
        self.notes += notes_on_issuers(made, self.created)
        self.apis = serve_apis(made, self.created, self._serve)

    def _serve(self, host: str, api: "WSGIApplication", base_path: str) -> str:
        wrapped = self._surroundings.wrap_api(api, base_path)
        self._hosts[host] = wrapped
        server = LoopbackServer(wrapped, port=next(self._ports))
        server.start()
        self._parts.append(server.stop)
        return server.url
