"""Functions as AWS describes them."""

import base64
import hashlib
import uuid
from datetime import UTC, datetime
from typing import Any

from aws_stand_in.overlays.functions.account_functions import AccountFunctions
from lambda_runtime.function import FunctionDefinition

LAST_MODIFIED = "%Y-%m-%dT%H:%M:%S.000+0000"


def configuration_of(definition: FunctionDefinition, functions: AccountFunctions) -> dict[str, Any]:
    """Return what GetFunctionConfiguration says of a function."""
    arn = functions.runtime.arn_of(definition.name)
    account_id = arn.split(":")[4]
    code = str(definition.code)
    changed_at = functions.changed_at.get(definition.name, functions.registered_at)
    configuration: dict[str, Any] = {
        "FunctionName": definition.name,
        "FunctionArn": arn,
        "Runtime": definition.runtime,
        "Role": f"arn:aws:iam::{account_id}:role/{definition.name}",
        "Handler": definition.handler,
        "CodeSize": 0,
        "CodeSha256": base64.b64encode(hashlib.sha256(code.encode()).digest()).decode(),
        "Description": "",
        "LastModified": datetime.fromtimestamp(changed_at, UTC).strftime(LAST_MODIFIED),
        "RevisionId": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{arn}:{changed_at}")),
        "Timeout": round(definition.timeout_seconds),
        "MemorySize": definition.memory_megabytes,
        "Version": "$LATEST",
        "TracingConfig": {"Mode": "PassThrough"},
        "EphemeralStorage": {"Size": 512},
        "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"},
        "PackageType": "Zip",
        "Architectures": ["x86_64"],
        "State": "Active",
        "LastUpdateStatus": "Successful",
        "LoggingConfig": {
            "LogFormat": definition.environment.get("AWS_LAMBDA_LOG_FORMAT", "Text"),
            "LogGroup": definition.log_group,
        },
    }
    if definition.environment:
        configuration["Environment"] = {"Variables": dict(definition.environment)}
    if target := functions.dead_letter_targets.get(definition.name):
        configuration["DeadLetterConfig"] = {"TargetArn": target}
    return configuration


def description_of(definition: FunctionDefinition, functions: AccountFunctions) -> dict[str, Any]:
    """Return what GetFunction says of a function."""
    description: dict[str, Any] = {
        "Configuration": configuration_of(definition, functions),
        "Code": {"RepositoryType": "S3", "Location": definition.code.as_uri()},
    }
    if tags := functions.tags.get(definition.name):
        description["Tags"] = tags
    if definition.reserved_concurrency is not None:
        description["Concurrency"] = {"ReservedConcurrentExecutions": definition.reserved_concurrency}
    return description
