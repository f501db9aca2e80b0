"""`dynamodb`, `dynamodbstreams`: all operations on items and tables, by an engine of our own (`dynamodb_engine`).

Imitated: items, queries and scans with all expressions and the parameters that came before them; secondary indexes,
transactions with their tokens, PartiQL, streams, time to live, tags, backups, point-in-time recovery (to now), resource
policies (kept, not enforced).

Not imitated: AWS deletes expired items within days, and a query may still return them; here they are gone within half a second,
so a backend that must filter them itself should be tested with items that have no TTL setting. Every read sees the latest writes
unless the fault `stale_read` is injected. Capacity is never exhausted. Tables and indexes are ready at once. Import, export,
global tables and replicas, contributor insights, Kinesis destinations, vector indexes, bulk operations, and other settings for a
table that is restored: 501.
"""

import zlib
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import orjson

from aws_stand_in import wire
from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.model_validation import require_valid
from aws_stand_in.request_ids import request_id
from fault_engine.identification import REPLICAS_AT

if TYPE_CHECKING:
    from dynamodb_engine import DynamoDbError

CAPITALIZED_MESSAGES = ("TransactionCanceledException", "IdempotentParameterMismatchException")
CONTENT_TYPE = "application/x-amz-json-1.0"
ENDPOINT_CACHE_MINUTES = 1440
NOT_IMITATED = frozenset((
    "BillingModeOverride", "DisassociationProtectionEnabled", "GlobalSecondaryIndexOverride",
    "GlobalTableSettingsReplicationMode", "GlobalTableSourceArn", "GlobalTableWitnessUpdates", "LocalSecondaryIndexOverride",
    "MultiRegionConsistency", "OnDemandThroughputOverride", "ProvisionedThroughputOverride", "ReplicaUpdates",
    "SSESpecificationOverride", "VectorIndexes", "VectorIndexOverride", "VectorIndexUpdates",
))  # fmt: skip
"""Members of requests with which an operation would do something else."""


class DynamoDbOverlay(Overlay):
    """Answers what the engine answers, in DynamoDB's protocol.

    Args:
        clock: Epoch seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        from dynamodb_engine import DynamoDbEngine

        self.engine: DynamoDbEngine = DynamoDbEngine(clock)

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        from dynamodb_engine.engine import STREAM_OPERATIONS, TABLE_OPERATIONS

        return {
            **{("dynamodb", name): self.answer for name in TABLE_OPERATIONS},
            **{("dynamodbstreams", name): self.answer for name in STREAM_OPERATIONS},
            ("dynamodb", "DescribeEndpoints"): self.describe_endpoints,
            ("dynamodb", "*"): self.refuse,
            ("dynamodbstreams", "*"): self.refuse,
        }

    def accounts(self) -> set[str]:
        return self.engine.accounts()

    def reset(self, account_id: str) -> None:
        self.engine.reset(account_id)

    def refuse(self, request: AwsRequest) -> AwsResponse:
        """Refuse what the engine does not do."""
        raise NotImitatedError(f"{request.service}.{request.operation or 'this call'}")

    def answer(self, request: AwsRequest) -> AwsResponse:
        """Let the engine do an operation."""
        from dynamodb_engine import DynamoDbError

        parameters = _parameters(request)
        try:
            result = self.engine.call(
                request.account_id,
                request.region,
                request.operation,
                parameters,
                replicas_at=request.http.environ.get(REPLICAS_AT),
            )
        except DynamoDbError as error:
            return _response(_error_body(error), status=HTTPStatus.BAD_REQUEST)
        return _response(result)

    def describe_endpoints(self, request: AwsRequest) -> AwsResponse:
        """Return the stand-in's own address."""
        address = request.endpoint.rpartition("/")[2]
        return _response(
            {"Endpoints": [{"Address": address, "CachePeriodInMinutes": ENDPOINT_CACHE_MINUTES}]}
        )


def _parameters(request: AwsRequest) -> Mapping[str, Any]:
    body = request.http.get_data()
    try:
        parameters: Mapping[str, Any] = orjson.loads(body) if body else {}
    except orjson.JSONDecodeError as error:
        raise AwsError(
            "SerializationException", f"The body is not valid JSON: {error}", status=400
        ) from error
    require_valid(parameters, request.service, request.operation)
    for member in sorted(parameters.keys() & NOT_IMITATED):
        if parameters[member] is not None:
            raise NotImitatedError(f"{request.service}.{request.operation} with {member}")
    return parameters


def _error_body(error: "DynamoDbError") -> dict[str, Any]:
    message = "Message" if error.code in CAPITALIZED_MESSAGES else "message"
    namespace = (
        "com.amazon.coral.validate"
        if error.code == "ValidationException"
        else "com.amazonaws.dynamodb.v20120810"
    )
    return {"__type": f"{namespace}#{error.code}", message: error.message, **error.members}


def _response(result: Mapping[str, Any], status: int = HTTPStatus.OK) -> AwsResponse:
    body = orjson.dumps(result)
    headers = {
        "Content-Type": CONTENT_TYPE,
        wire.REQUEST_ID: request_id(),
        "x-amz-crc32": str(zlib.crc32(body)),
    }
    return AwsResponse(status, headers, body)
