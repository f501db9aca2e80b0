"""Which code a stack runs: that of a running stack may be older than the tests' own."""

import functools
import hashlib
from importlib.metadata import version
from pathlib import Path

PACKAGES = (
    "api_gateway",
    "application_template",
    "aws_stand_in",
    "durations",
    "dynamodb_engine",
    "egress_proxy",
    "event_sources",
    "fault_engine",
    "field_comparison",
    "iam_policy",
    "lambda_runtime",
    "loopback_server",
    "manuel_sandbox",
    "manuel_stack",
    "recent_values",
    "secret_masking",
    "serverless_application",
    "sns_engine",
    "sqs_engine",
    "strict_json",
    "trace_ids",
)
"""All packages of the project that a stack runs."""


@functools.cache
def code_version() -> str:
    """Return the project's version and a digest of the code that a stack runs, as the files are at the first call.

    Example:
        >>> code_version()
        '1.0.0+3f2a9c41b07d'
    """
    libraries = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for package in PACKAGES:
        for file in sorted((libraries / package).rglob("*.py")):
            digest.update(file.read_bytes())
    return f"{version('manuel-integration-tests')}+{digest.hexdigest()[:12]}"
