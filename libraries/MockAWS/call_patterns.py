"""Patterns of AWS operations, as testers write them; those that no call can match are rejected."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

from field_comparison.suggestions import did_you_mean
from MockAWS.errors import MockAwsError

ANYTHING = "*"
OPERATIONS_BY_EVENT: Mapping[str, tuple[str, ...]] = {
    "s3.ObjectCreated": ("PutObject", "PostObject", "CopyObject", "CompleteMultipartUpload"),
    "s3.ObjectRemoved": ("DeleteObject", "DeleteObjects"),
}
"""The operations by which an event can come about, as in "Amazon S3 User Guide", "Supported event types"."""


def call_patterns(call: str) -> list[str]:
    """Return the patterns of `service.Operation` for what a tester wrote; an event stands for several.

    Args:
        call: As for `call_pattern`, or an event such as `s3.ObjectCreated`.

    Raises:
        MockAwsError: As for `call_pattern`.
    """
    service = call.partition(".")[0]
    operations = OPERATIONS_BY_EVENT.get(call, ())
    return [f"{service}.{operation}" for operation in operations] or [call_pattern(call)]


def call_pattern(call: str) -> str:
    """Return the pattern of `service.Operation` for what a tester wrote.

    Args:
        call: `bedrock-runtime.InvokeModel`, `bedrock*.*`, `sqs` for all of its operations, or `*`.

    Raises:
        MockAwsError: boto3 has no such service, or the service has no such operation; the message names the nearest ones.
    """
    if call == ANYTHING:
        return call
    service, _, operation = call.partition(".")
    services = _services(service)
    if service != ANYTHING and operation not in ("", ANYTHING):
        _require_operation(services, service, operation)
    return f"{service}.{operation or ANYTHING}"


def _services(wanted: str) -> Sequence[str]:
    from fault_engine.catalogue import service_names

    services = [name for name in service_names() if fnmatchcase(name, wanted)]
    if not services:
        raise MockAwsError(f"There is no AWS service {wanted!r}.{did_you_mean(wanted, service_names())}")
    return services


def _require_operation(services: Sequence[str], service: str, wanted: str) -> None:
    from fault_engine.catalogue import service_model

    known = [operation for name in services for operation in service_model(name).operation_names]
    if not any(fnmatchcase(operation, wanted) for operation in known):
        raise MockAwsError(f"{service} has no operation {wanted!r}.{did_you_mean(wanted, known)}")
