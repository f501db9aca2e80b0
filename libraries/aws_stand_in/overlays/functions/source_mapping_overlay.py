"""`lambda`: event source mappings of functions that run.

Imitated: CreateEventSourceMapping, GetEventSourceMapping, ListEventSourceMappings, UpdateEventSourceMapping,
DeleteEventSourceMapping, for queues and for streams of tables; those of a template are listed, changed and deleted as well.
Polling begins and ends shortly after the answer, as on AWS: wait for the state `Enabled`. A stream that is enabled again, or
changed, goes on where it stopped.

Not imitated: mappings of other sources than queues and streams of tables, tumbling windows, encrypted filters, metrics,
provisioned pollers, and the result of the last batch (`LastProcessingResult`).
"""

import time
from collections.abc import Callable, Mapping
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.cloudformation.engine_calls import Engine
from aws_stand_in.overlays.functions.account_functions import AccountFunctions, arn_in_request
from aws_stand_in.overlays.functions.destinations import DestinationAccount
from aws_stand_in.overlays.functions.errors import not_found, refusal
from aws_stand_in.overlays.functions.function_registry import FunctionRegistry
from aws_stand_in.overlays.functions.pages import paged
from aws_stand_in.overlays.functions.source_mapping_checks import (
    QUEUE,
    STREAM,
    invalid,
    require_queue,
    require_stream,
    require_valid,
    service_of,
)
from aws_stand_in.overlays.functions.source_mappings import SETTLED, KeptMapping, MakeConsumer, SourceMappings
from event_sources.consumers import Consumer, consumer_of
from event_sources.source_mapping import read_mapping
from lambda_runtime.function import FunctionDefinition, UnknownFunctionError

SERVICE = "lambda"
_ACCEPTED = 202
_FIXED = ("UUID", "EventSourceArn", "StartingPosition")


class SourceMappingsOverlay(Overlay):
    """Keeps event source mappings, and polls for them.

    Args:
        registry: The functions of all accounts.
        engines: The engines of queues and tables, by service.
        clock: Returns epoch seconds.
    """

    def __init__(
        self,
        registry: FunctionRegistry,
        engines: Mapping[str, Engine],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._registry = registry
        self._engines = engines
        self._clock = clock
        self._mappings: dict[tuple[str, str], SourceMappings] = {}

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {
            (SERVICE, "CreateEventSourceMapping"): self.create,
            (SERVICE, "GetEventSourceMapping"): self._or_motos(self.get),
            (SERVICE, "ListEventSourceMappings"): self._or_motos(self.list),
            (SERVICE, "UpdateEventSourceMapping"): self._or_motos(self.update),
            (SERVICE, "DeleteEventSourceMapping"): self._or_motos(self.delete),
        }

    def reset(self, account_id: str) -> None:
        for key in [key for key in self._mappings if key[0] == account_id]:
            self._mappings.pop(key).forget()

    def close(self) -> None:
        for one in self._mappings.values():
            one.forget()

    def forget(self, account_id: str, region: str) -> None:
        """Forget the mappings of functions that others take the place of."""
        if mappings := self._mappings.pop((account_id, region), None):
            mappings.forget()

    def adopt(
        self,
        account_id: str,
        region: str,
        identity: str,
        settings: Mapping[str, Any],
        consumer: Consumer | None,
    ) -> None:
        """Show a mapping that is being polled already, and let it be changed and deleted.

        Args:
            account_id: Whose.
            region: Where.
            identity: Its UUID.
            settings: What `AWS::Lambda::EventSourceMapping` says of it.
            consumer: What polls; None if nothing does.
        """
        functions = self._registry.of(account_id, region)
        mappings = self._mappings.setdefault((account_id, region), SourceMappings())
        arn = _function_arn(settings["FunctionName"], functions)
        mappings.adopt(identity, settings, arn, consumer)

    def create(self, request: AwsRequest) -> AwsResponse:
        """Create a mapping."""
        functions = self._registry.find(request.account_id, request.region)
        if functions is None:
            raise not_found(arn_in_request(request))
        settings = dict(request.parameters)
        function = self._check_settings(request, functions, settings)
        arn = _function_arn(settings["FunctionName"], functions)
        for other in self._of(request).kept.values():
            if (other.settings.get("EventSourceArn"), other.function_arn) == (
                settings["EventSourceArn"],
                arn,
            ):
                raise refusal(
                    "ResourceConflictException",
                    f'The event source arn (" {settings["EventSourceArn"]} ") and function (" {function.name} ") '
                    "provided mapping already exists. Please update or delete the existing mapping with UUID "
                    f"{other.identity}",
                    status=409,
                )
        one = self._of(request).create(settings, arn)
        return self._settled_later(request, one)

    def get(self, request: AwsRequest) -> AwsResponse:
        """Describe a mapping."""
        return self._respond(request, self._find(request), 200)

    def list(self, request: AwsRequest) -> dict[str, Any]:
        """Describe mappings: all, those of a function, or those of a source."""
        given = request.parameters
        source, name = given.get("EventSourceArn"), given.get("FunctionName")
        wanted = _function_arn(name, self._functions(request)) if name else None
        found = [
            self._describe(request, one)
            for one in self._of(request).kept.values()
            if source in {None, one.settings.get("EventSourceArn")} and wanted in {None, one.function_arn}
        ]
        return paged(found, given, "EventSourceMappings")

    def update(self, request: AwsRequest) -> AwsResponse:
        """Change a mapping."""
        one = self._find(request)
        _require_settled(one, "update")
        functions = self._functions(request)
        changes = {name: value for name, value in request.parameters.items() if name not in _FIXED}
        settings = {**one.settings, **changes}
        self._check_settings(request, functions, settings)
        arn = _function_arn(settings["FunctionName"], functions)
        self._of(request).update(one, settings, arn)
        return self._settled_later(request, one)

    def delete(self, request: AwsRequest) -> AwsResponse:
        """Delete a mapping."""
        one = self._find(request)
        _require_settled(one, "delete")
        one.state = "Deleting"
        answer = self._respond(request, one, _ACCEPTED)
        self._of(request).end(one)
        return answer

    def _settled_later(self, request: AwsRequest, one: KeptMapping) -> AwsResponse:
        """Answer with the state in between, and then let the mapping reach the one that is wanted."""
        answer = self._respond(request, one, _ACCEPTED)
        self._of(request).settle(one, self._maker(request, self._functions(request)))
        return answer

    def _check_settings(
        self, request: AwsRequest, functions: AccountFunctions, settings: Mapping[str, Any]
    ) -> FunctionDefinition:
        """Return the function of a mapping that Lambda would take."""
        require_valid(settings)
        try:
            function = functions.runtime.definitions[functions.runtime.name_of(settings["FunctionName"])]
        except UnknownFunctionError as error:
            raise invalid("Function does not exist") from error
        if service_of(settings) == QUEUE:
            require_queue(self._engines[QUEUE], request.account_id, settings, function)
        else:
            require_stream(self._engines[STREAM], request.account_id, settings)
        return function

    def _maker(self, request: AwsRequest, functions: AccountFunctions) -> MakeConsumer:
        account = DestinationAccount(request.endpoint, request.account_id, request.region)

        def make(settings: Mapping[str, Any], former: Consumer | None) -> Consumer:
            return consumer_of(
                read_mapping(settings), functions.runtime, account.client, clock=self._clock, former=former
            )

        return make

    def _find(self, request: AwsRequest) -> KeptMapping:
        one = self._of(request).kept.get(request.parameters["UUID"])
        if one is None:
            raise refusal(
                "ResourceNotFoundException", "The resource you requested does not exist.", status=404
            )
        return one

    def _respond(self, request: AwsRequest, one: KeptMapping, status: int) -> AwsResponse:
        answer = request.respond(self._describe(request, one))
        answer.status = status
        return answer

    @staticmethod
    def _describe(request: AwsRequest, one: KeptMapping) -> dict[str, Any]:
        return one.described(
            f"arn:aws:lambda:{request.region}:{request.account_id}:event-source-mapping:{one.identity}"
        )

    def _of(self, request: AwsRequest) -> SourceMappings:
        return self._mappings.setdefault((request.account_id, request.region), SourceMappings())

    def _functions(self, request: AwsRequest) -> AccountFunctions:
        return self._registry.of(request.account_id, request.region)

    def _or_motos(self, handler: Handler) -> Handler:
        def answer(request: AwsRequest) -> AwsResponse | dict[str, Any]:
            runs = self._registry.find(request.account_id, request.region) is not None
            return handler(request) if runs else request.pass_on()

        return answer


def _require_settled(one: KeptMapping, verb: str) -> None:
    if one.state not in SETTLED:
        raise refusal(
            "ResourceInUseException", f"Cannot {verb} the event source mapping because it is in use."
        )


def _function_arn(name: str, functions: AccountFunctions) -> str:
    """Return the ARN of a function, with the version or alias that its name has."""
    short = name.rpartition("function:")[2]
    function, colon, qualifier = short.partition(":")
    return f"{functions.runtime.arn_of(function)}{colon}{qualifier}"
