"""What becomes of a function's asynchronous events: retries, destinations and dead letters."""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from application_template.application import CreatedResource
from application_template.errors import TemplateError
from application_template.service_input import service_input
from serverless_application.creation import of_type


def dead_letter_targets(created: Mapping[str, CreatedResource]) -> dict[str, str]:
    """Return the ARN of the queue or topic for events that could not be processed, by function."""
    return {
        function.physical_id: str(function.properties["DeadLetterConfig"]["TargetArn"])
        for function in of_type(created, "AWS::Lambda::Function")
        if "TargetArn" in function.properties.get("DeadLetterConfig", {})
    }


def configure_asynchronous_events(created: Mapping[str, CreatedResource], client: Any) -> None:
    """Configure retries and destinations of functions that run.

    Args:
        created: The application's resources.
        client: A boto3 client of the Lambda API.

    Raises:
        TemplateError: A function is not there, or has no such version or alias, or a setting is out of range.
    """
    for configuration in of_type(created, "AWS::Lambda::EventInvokeConfig"):
        given = service_input(
            client.meta.service_model, "PutFunctionEventInvokeConfig", configuration.properties
        )
        try:
            client.put_function_event_invoke_config(**given)
        except ClientError as error:
            raise TemplateError(f"Resources/{configuration.logical_id}: {error}") from None
