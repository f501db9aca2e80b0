"""Log groups of functions, in which tools look for logs."""

from collections.abc import Iterable
from typing import Any

from lambda_runtime.function import FunctionDefinition


def create_log_groups(functions: Iterable[FunctionDefinition], client: Any) -> None:
    """Create the log groups that the template does not have, as Lambda does when a function is first invoked.

    Args:
        functions: The functions.
        client: A boto3 client of CloudWatch Logs.
    """
    pages = client.get_paginator("describe_log_groups").paginate()
    existing = {group["logGroupName"] for page in pages for group in page["logGroups"]}
    for group in sorted({function.log_group for function in functions} - existing):
        client.create_log_group(logGroupName=group)
