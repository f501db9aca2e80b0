"""`lambda`: functions that run in processes of their own, those of an application or those that requests have created.

Imitated: Invoke (synchronous with the tail of the log, asynchronous with retries, destinations and dead letters, dry run); for
functions of an application GetFunction, GetFunctionConfiguration, GetFunctionConcurrency, ListFunctions, and how asynchronous
invocations are configured. Functions that CreateFunction or a stack has made of a ZIP archive, in Python or Node.js, are
described by moto, and run with their layers as the last request has left them. Events are tried again after fractions of a
second, not after minutes.

Not imitated: streamed responses, versions and aliases with other code than the latest, S3 as a destination. Of functions that
requests create: container images, other languages, dead-letter targets, file systems and log settings (501), and that they run in
an account that has functions of an application.
"""

import base64
import json
import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from aws_stand_in import current_trace
from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsResponse, NotImitatedError
from aws_stand_in.overlays.functions.account_functions import (
    AccountFunctions,
    FunctionRuntime,
    arn_in_request,
    find_named,
    qualified_name,
    qualifier_of,
)
from aws_stand_in.overlays.functions.asynchronous import AsynchronousEvent, AsynchronousInvocations
from aws_stand_in.overlays.functions.descriptions import configuration_of, description_of
from aws_stand_in.overlays.functions.destinations import DestinationAccount
from aws_stand_in.overlays.functions.errors import not_found, refusal
from aws_stand_in.overlays.functions.function_registry import FunctionRegistry
from aws_stand_in.overlays.functions.pages import paged
from aws_stand_in.overlays.timestamps import timestamp
from aws_stand_in.rest_json import json_body
from aws_stand_in.unlocked_work import UnlockedWork
from lambda_runtime.function import (
    InvocationResult,
    TooManyInvocationsError,
    UnknownFunctionError,
)

SERVICE = "lambda"
MOST_REQUEST_BYTES = {"RequestResponse": 6 * 1024 * 1024, "Event": 1024 * 1024, "DryRun": 6 * 1024 * 1024}
"""Source: AWS Lambda Developer Guide, "Quotas"."""
TAIL_BYTES = 4096
FUNCTION_ERROR, LOG_RESULT = "X-Amz-Function-Error", "X-Amz-Log-Result"
TRACE_ID = "HTTP_X_AMZN_TRACE_ID"
_OF_EVENTS = ("MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig")
_WHOLE: Mapping[str, Mapping[str, Any]] = {
    "Environment": {"Variables": {}},
    "VpcConfig": {"SubnetIds": [], "SecurityGroupIds": []},
}
"""Settings of a function with all that moto looks for."""
_LEFT_OUT_BY_MOTO = ("DeadLetterConfig", "FileSystemConfigs", "LoggingConfig")


class LambdaOverlay(Overlay):
    """Invokes functions, and describes those of applications.

    Args:
        registry: The functions of all accounts.
    """

    def __init__(self, registry: FunctionRegistry) -> None:
        self._registry = registry
        self._asynchronous = AsynchronousInvocations()

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        for_registered: dict[str, Handler] = {
            "GetFunction": self.get_function,
            "GetFunctionConfiguration": self.get_function_configuration,
            "GetFunctionConcurrency": self.get_function_concurrency,
            "ListFunctions": self.list_functions,
            "PutFunctionEventInvokeConfig": self.put_invoke_configuration,
            "UpdateFunctionEventInvokeConfig": self.update_invoke_configuration,
            "GetFunctionEventInvokeConfig": self.get_invoke_configuration,
            "DeleteFunctionEventInvokeConfig": self.delete_invoke_configuration,
        }
        return {
            (SERVICE, "Invoke"): self.invoke,
            (SERVICE, "CreateFunction"): self.create_function,
            (SERVICE, "DeleteFunction"): self.delete_function,
            **{(SERVICE, name): self._or_motos(handler) for name, handler in for_registered.items()},
        }

    def reset(self, account_id: str) -> None:
        self._registry.forget(account_id)

    def close(self) -> None:
        self._asynchronous.close()
        self._registry.close()

    def register(
        self,
        functions: FunctionRuntime,
        *,
        account_id: str,
        region: str,
        dead_letter_targets: Mapping[str, str],
    ) -> None:
        """Serve functions in an account and a region, in place of any that were registered there."""
        self._registry.register(account_id, region, AccountFunctions(functions, dict(dead_letter_targets)))

    def invoke(self, request: AwsRequest) -> AwsResponse:
        """Invoke a function, without the account's lock, since the function may call AWS itself."""
        functions = self._registry.find(request.account_id, request.region)
        if functions is None:
            raise not_found(arn_in_request(request))
        given = request.parameters
        name = find_named(request, functions).name
        kind = given.get("InvocationType", "RequestResponse")
        payload = _payload(given, kind)
        if kind == "DryRun":
            return AwsResponse(204)
        trace_id = request.http.environ.get(TRACE_ID)
        client_context = _client_context(given)
        invoked = qualified_name(given["FunctionName"], given.get("Qualifier"))
        if kind == "Event":
            event = AsynchronousEvent(name, payload, trace_id, client_context, qualifier_of(invoked))
            account = DestinationAccount(request.endpoint, request.account_id, request.region)
            self._asynchronous.accept(event, functions, account)
            return AwsResponse(202, {"x-amzn-RequestId": event.request_id})
        call = partial(
            functions.runtime.invoke, invoked, payload, trace_id=trace_id, client_context=client_context
        )
        arn, with_log = arn_in_request(request), given.get("LogType") == "Tail"
        return UnlockedWork(0, work=lambda: _invoke(call, arn, with_log=with_log))

    def invoke_later(self, account_id: str, endpoint_url: str, function_arn: str, payload: bytes) -> bool:
        """Invoke a function asynchronously, as an AWS service does that has an event for it.

        Args:
            account_id: The account of the service's request.
            endpoint_url: The URL of AWS, for the destinations of the invocation.
            function_arn: The ARN of the function.
            payload: The event, in JSON.

        Returns:
            Whether there is such a function.
        """
        region = function_arn.split(":")[3]
        functions = self._registry.find(account_id, region)
        if functions is None:
            return False
        try:
            name = functions.runtime.name_of(function_arn)
        except UnknownFunctionError:
            return False
        account = DestinationAccount(endpoint_url, account_id, region)
        trace_id, qualifier = current_trace.trace_id(), qualifier_of(function_arn)
        event = AsynchronousEvent(name, payload, trace_id, qualifier=qualifier)
        self._asynchronous.accept(event, functions, account)
        return True

    def invoke_now(self, account_id: str, function_arn: str, payload: bytes) -> InvocationResult:
        """Invoke a function and wait for its result, as an AWS service does that needs it.

        Args:
            account_id: The account of the service's request.
            function_arn: The ARN of the function.
            payload: The event, in JSON.

        Raises:
            NotImitatedError: No functions run in this account.
            UnknownFunctionError: Functions run, but not this one.
        """
        functions = self._registry.find(account_id, (function_arn.split(":") + [""] * 4)[3])
        if functions is None:
            raise NotImitatedError(f"a call of {function_arn}", "No functions run here.")
        return functions.runtime.invoke(function_arn, payload, trace_id=current_trace.trace_id())

    def get_function(self, request: AwsRequest) -> dict[str, Any]:
        """Describe a function."""
        functions = self._require_functions(request)
        return description_of(find_named(request, functions), functions)

    def get_function_configuration(self, request: AwsRequest) -> dict[str, Any]:
        """Describe the settings of a function."""
        functions = self._require_functions(request)
        return configuration_of(find_named(request, functions), functions)

    def get_function_concurrency(self, request: AwsRequest) -> dict[str, Any]:
        """Return how many invocations are reserved for a function."""
        reserved = find_named(request, self._require_functions(request)).reserved_concurrency
        return {} if reserved is None else {"ReservedConcurrentExecutions": reserved}

    def create_function(self, request: AwsRequest) -> AwsResponse:
        """Let moto keep a function; it would keep one without code, and fail at it from then on."""
        code = request.parameters["Code"]
        if not ({"ZipFile", "ImageUri"} & code.keys() or {"S3Bucket", "S3Key"} <= code.keys()):
            raise refusal("InvalidParameterValueException", "Please provide a source for function code.")
        return pass_on_whole(request)

    def delete_function(self, request: AwsRequest) -> AwsResponse:
        """Let moto delete a function or a version; it would keep one without its latest version, and fail at it from then on."""
        given = request.parameters
        if "$LATEST" in (given.get("Qualifier"), given["FunctionName"].rpartition(":")[2]):
            raise refusal(
                "InvalidParameterValueException",
                "$LATEST version cannot be deleted without deleting the function.",
            )
        return request.pass_on()

    def list_functions(self, request: AwsRequest) -> dict[str, Any]:
        """Describe functions, in the order of their names."""
        functions = self._require_functions(request)
        ordered = sorted(functions.runtime.definitions.values(), key=lambda one: one.name)
        described = (configuration_of(definition, functions) for definition in ordered)
        return paged(described, request.parameters, "Functions")

    def put_invoke_configuration(self, request: AwsRequest) -> dict[str, Any]:
        """Set how asynchronous invocations are done."""
        return self._configure(request, {})

    def update_invoke_configuration(self, request: AwsRequest) -> dict[str, Any]:
        """Change how asynchronous invocations are done."""
        return self._configure(request, self._invoke_configuration(request))

    def get_invoke_configuration(self, request: AwsRequest) -> dict[str, Any]:
        """Return how asynchronous invocations are done."""
        functions = self._require_functions(request)
        arn = functions.runtime.arn_of(find_named(request, functions).name)
        return {**self._invoke_configuration(request), "FunctionArn": f"{arn}:$LATEST"}

    def _invoke_configuration(self, request: AwsRequest) -> dict[str, Any]:
        functions = self._require_functions(request)
        name = find_named(request, functions).name
        if name not in functions.invoke_configurations:
            raise refusal(
                "ResourceNotFoundException",
                f"The function {functions.runtime.arn_of(name)}:$LATEST doesn't have an EventInvokeConfig",
                status=404,
            )
        return functions.invoke_configurations[name]

    def delete_invoke_configuration(self, request: AwsRequest) -> AwsResponse:
        """Forget how asynchronous invocations are done."""
        self.get_invoke_configuration(request)
        functions = self._require_functions(request)
        del functions.invoke_configurations[find_named(request, functions).name]
        return AwsResponse(204)

    def _configure(self, request: AwsRequest, known: Mapping[str, Any]) -> dict[str, Any]:
        given = {name: request.parameters[name] for name in _OF_EVENTS if name in request.parameters}
        if not given:
            raise refusal(
                "InvalidParameterValueException",
                "You must specify at least one of error handling or destination setting.",
            )
        functions = self._require_functions(request)
        functions.invoke_configurations[find_named(request, functions).name] = {
            "DestinationConfig": {"OnSuccess": {}, "OnFailure": {}},
            **known,
            **given,
            "LastModified": timestamp(time.time()),
        }
        return self.get_invoke_configuration(request)

    def _or_motos(self, handler: Handler) -> Handler:
        return lambda request: request.pass_on() if self._functions(request) is None else handler(request)

    def _functions(self, request: AwsRequest) -> AccountFunctions | None:
        return self._registry.find_registered(request.account_id, request.region)

    def _require_functions(self, request: AwsRequest) -> AccountFunctions:
        return self._registry.of(request.account_id, request.region)


def pass_on_whole(request: AwsRequest) -> AwsResponse:
    """Let moto keep the settings of a function; it takes for granted that nothing in them is left out.

    Raises:
        NotImitatedError: A setting would change how the function runs, and moto leaves it out.
    """
    for name in _LEFT_OUT_BY_MOTO:
        if request.parameters.get(name):
            raise NotImitatedError(f"{name} of a function that {request.operation} names")
    settings = json_body(request)
    whole = {name: {**_WHOLE[name], **settings[name]} for name in _WHOLE.keys() & settings.keys()}
    request.replace_body(json.dumps({**settings, **whole}).encode())
    return request.pass_on()


def _payload(given: Mapping[str, Any], kind: str) -> bytes:
    payload = given.get("Payload") or b"{}"
    payload = payload.encode() if isinstance(payload, str) else payload
    if len(payload) > MOST_REQUEST_BYTES[kind]:
        raise refusal(
            "RequestTooLargeException",
            f"{len(payload)} byte payload is too large for the {kind} invocation type (limit {MOST_REQUEST_BYTES[kind]} bytes)",
            status=413,
        )
    try:
        json.loads(payload)
    except ValueError as error:
        raise refusal(
            "InvalidRequestContentException",
            f"Could not parse request body into json: Could not parse payload into json: {error}",
        ) from None
    return bytes(payload)


def _client_context(given: Mapping[str, Any]) -> str | None:
    encoded = given.get("ClientContext")
    if not encoded:
        return None
    try:
        context = base64.b64decode(encoded, validate=True).decode()
        json.loads(context)
    except ValueError:
        raise refusal(
            "InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object."
        ) from None
    return context


def _invoke(call: "partial[InvocationResult]", arn: str, *, with_log: bool) -> AwsResponse:
    try:
        result = call()
    except UnknownFunctionError:
        raise not_found(arn) from None
    except TooManyInvocationsError:
        raise refusal(
            "TooManyRequestsException",
            "Rate Exceeded.",
            status=429,
            Reason="ReservedFunctionConcurrentInvocationLimitExceeded",
        ) from None
    headers = {
        "Content-Type": "application/json",
        "x-amzn-RequestId": result.request_id,
        "X-Amz-Executed-Version": "$LATEST",
    }
    if result.error is not None:
        headers[FUNCTION_ERROR] = result.error
    if with_log:
        headers[LOG_RESULT] = base64.b64encode(result.log.encode()[-TAIL_BYTES:]).decode()
    return AwsResponse(200, headers, result.payload)
