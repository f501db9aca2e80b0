"""Lists of CloudFormation, a page at a time.

Source: AWS CloudFormation API reference: "NextToken" of `DescribeStackEvents`, `ListStackResources` and others.
"""

from collections.abc import Sequence
from typing import Any

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cloudformation.moto_stacks import invalid
from aws_stand_in.overlays.paging import page


def paged(items: Sequence[Any], request: AwsRequest, member: str) -> dict[str, Any]:
    """Return one page of 100 items.

    Raises:
        AwsError: The token was never issued.
    """
    try:
        return page(items, request.parameters, member, size="", token="NextToken")
    except AwsError as error:
        raise invalid("Invalid NextToken") from error
