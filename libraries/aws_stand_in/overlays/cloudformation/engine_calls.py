"""The engines that keep resources of stacks, for the request that the current thread serves."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

from application_template.errors import TemplateError
from application_template.service_input import left_out, left_out_within, service_input
from aws_stand_in import wire
from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.context_values import holding

_engines: "ContextVar[Mapping[str, Engine]]" = ContextVar("cloudformation_engines")


class Engine(Protocol):
    """One of our engines."""

    def call(
        self, account_id: str, region: str, operation: str, parameters: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the result of an operation."""
        ...


def calling(engines: Mapping[str, Engine]) -> AbstractContextManager[None]:
    """Let stacks have resources of these engines in the current thread."""
    return holding(_engines, engines)


@dataclass(frozen=True)
class EngineCalls:
    """Calls of a service for a resource of a stack.

    Attributes:
        service: boto3's name of the service.
        account_id: Whose stack.
        region: Where.
    """

    service: str
    account_id: str
    region: str

    def __call__(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """Return the result of an operation.

        Raises:
            AwsError: The service refuses it.
        """
        try:
            return _engines.get()[self.service].call(self.account_id, self.region, operation, parameters)
        except NotImitatedError:
            raise
        except _refusals() as error:
            raise AwsError("ValidationError", str(error), status=400) from error

    def with_properties(self, operation: str, properties: Mapping[str, Any]) -> dict[str, Any]:
        """Return the result of an operation that takes some properties of a template; the others are left out.

        Raises:
            AwsError: A property cannot be what the operation needs, or the service refuses it.
            NotImitatedError: The operation does not know something within a property.
        """
        model = wire.service_model(self.service)
        return self._with(operation, properties, left_out_within(model, operation, properties))

    def with_all_properties(self, operation: str, properties: Mapping[str, Any]) -> dict[str, Any]:
        """Return the result of an operation that takes all of some properties of a template.

        Raises:
            AwsError: A property cannot be what the operation needs, or the service refuses it.
            NotImitatedError: The operation does not know a property, or something within one.
        """
        model = wire.service_model(self.service)
        return self._with(operation, properties, left_out(model, operation, properties))

    def _with(self, operation: str, properties: Mapping[str, Any], unknown: Iterable[str]) -> dict[str, Any]:
        if names := sorted(unknown):
            raise NotImitatedError(f"{', '.join(names)} in a stack, which {operation} does not take")
        try:
            parameters = service_input(wire.service_model(self.service), operation, properties)
        except TemplateError as error:
            raise AwsError("ValidationError", str(error), status=400) from error
        return self(operation, **parameters)


def _refusals() -> tuple[type[Exception], ...]:
    from dynamodb_engine import DynamoDbError
    from sns_engine import SnsError
    from sqs_engine import SqsError

    return AwsError, DynamoDbError, SnsError, SqsError
