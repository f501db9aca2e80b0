"""Which code a stack runs: that of a running stack may be older than the tests' own."""

import functools
import hashlib
from importlib.metadata import version
from pathlib import Path

ENGINES = (
    "api_gateway",
    "application_template",
    "aws_stand_in",
    "dynamodb_engine",
    "fault_engine",
    "lambda_runtime",
    "loopback_server",
    "manuel_sandbox",
    "manuel_stack",
    "serverless_application",
    "sns_engine",
    "sqs_engine",
)


@functools.cache
def code_version() -> str:
    """Return the project's version and a digest of the engines' code, as the files are at the first call.

    Example:
        >>> code_version()
        '1.0.0+3f2a9c41b07d'
    """
    libraries = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for engine in ENGINES:
        for file in sorted((libraries / engine).rglob("*.py")):
            digest.update(file.read_bytes())
    return f"{version('manuel-integration-tests')}+{digest.hexdigest()[:12]}"
