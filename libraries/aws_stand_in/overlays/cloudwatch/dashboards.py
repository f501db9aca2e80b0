"""Dashboards of moto, by names that AWS accepts.

Source: LocalStack 4.14.0, services/cloudwatch/provider_v2.py, whose behaviour is validated against AWS.
"""

import re
from http import HTTPStatus

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError, AwsResponse

_NAME = re.compile("[a-zA-Z0-9_-]+")


def put_dashboard(request: AwsRequest) -> AwsResponse:
    """Let moto keep a dashboard.

    Raises:
        AwsError: Its name has other characters than AWS allows.
    """
    if not _NAME.fullmatch(request.parameters["DashboardName"]):
        raise AwsError(
            "InvalidParameterValue",
            "The value for field DashboardName contains invalid characters. "
            "It can only contain alphanumerics, dash (-) and underscore (_).\n",
            status=HTTPStatus.BAD_REQUEST,
        )
    return request.pass_on()
