"""Functions as AWS describes them."""

import hashlib
from typing import Any

from aws_stand_in.overlays.functions.registered import RegisteredFunctions
from lambda_runtime.function import FunctionDefinition


def configuration_of(definition: FunctionDefinition, functions: RegisteredFunctions) -> dict[str, Any]:
    """Return what GetFunctionConfiguration says of a function."""
    arn = functions.running.arn_of(definition.name)
    account_id = arn.split(":")[4]
    code = str(definition.code)
    configuration = {
        "FunctionName": definition.name,
        "FunctionArn": arn,
        "Runtime": definition.runtime,
        "Role": f"arn:aws:iam::{account_id}:role/{definition.name}",
        "Handler": definition.handler,
        "CodeSize": 0,
        "CodeSha256": hashlib.sha256(code.encode()).hexdigest(),
        "Timeout": round(definition.timeout_seconds),
        "MemorySize": definition.memory_megabytes,
        "Version": "$LATEST",
        "Environment": {"Variables": dict(definition.environment)},
        "PackageType": "Zip",
        "Architectures": ["x86_64"],
        "State": "Active",
        "LastUpdateStatus": "Successful",
        "LoggingConfig": {
            "LogFormat": definition.environment.get("AWS_LAMBDA_LOG_FORMAT", "Text"),
            "LogGroup": definition.log_group,
        },
    }
    target = functions.dead_letter_targets.get(definition.name)
    return {**configuration, "DeadLetterConfig": {"TargetArn": target}} if target else configuration


def description_of(definition: FunctionDefinition, functions: RegisteredFunctions) -> dict[str, Any]:
    """Return what GetFunction says of a function."""
    description: dict[str, Any] = {
        "Configuration": configuration_of(definition, functions),
        "Code": {"RepositoryType": "S3", "Location": definition.code.as_uri()},
    }
    if definition.reserved_concurrency is not None:
        description["Concurrency"] = {"ReservedConcurrentExecutions": definition.reserved_concurrency}
    return description
