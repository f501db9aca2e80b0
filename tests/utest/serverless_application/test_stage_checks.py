"""What API Gateway refuses about stages of HTTP APIs.

Source: Amazon API Gateway Version 2 API reference, "CreateStage" and "RouteSettings".
"""

from typing import Any

import pytest

from application_template.application import TemplateResource
from application_template.errors import TemplateError
from serverless_application.checks import check


def check_stage(properties: dict[str, Any]) -> None:
    check(TemplateResource("Stage", "AWS::ApiGatewayV2::Stage", properties))


@pytest.mark.parametrize(
    "properties",
    [
        {},
        {"DefaultRouteSettings": {"ThrottlingRateLimit": "0.5"}},
        {"RouteSettings": {"GET /a": {"ThrottlingRateLimit": 5, "ThrottlingBurstLimit": 1}, "$default": {}}},
    ],
)
def test_what_a_stage_may_have(properties: dict[str, Any]) -> None:
    check_stage(properties)


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"RouteSettings": "GET /a"}, "RouteSettings must be a mapping, not 'GET /a'"),
        ({"RouteSettings": {"GET /a": 5}}, "RouteSettings/GET /a must be a mapping, not 5"),
        ({"RouteSettings": {"GET /a": {"ThrottlingRateLimit": "fast"}}},
         "ThrottlingRateLimit must be a number from 0, not 'fast'"),
        ({"DefaultRouteSettings": {"ThrottlingBurstLimit": -1}},
         "ThrottlingBurstLimit must be a whole number from 0 to 2147483647, not '-1'"),
    ],
)  # fmt: skip
def test_what_it_may_not_have(properties: dict[str, Any], message: str) -> None:
    with pytest.raises(TemplateError) as refused:
        check_stage(properties)
    assert str(refused.value) == f"Resources/Stage: {message}"
