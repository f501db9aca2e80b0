"""What API Gateway refuses about usage plans.

Source: Amazon API Gateway API reference, "CreateUsagePlan", "QuotaSettings" and "ApiStage".
"""

from typing import Any

import pytest

from application_template.application import TemplateResource
from application_template.errors import TemplateError
from serverless_application.checks import check

STAGE = {"ApiId": "api", "Stage": "prod"}


def check_plan(properties: dict[str, Any]) -> None:
    check(TemplateResource("Plan", "AWS::ApiGateway::UsagePlan", properties))


@pytest.mark.parametrize(
    "properties",
    [
        {},
        {"ApiStages": [STAGE], "Quota": {"Limit": "5", "Period": "WEEK"}},
        {"Throttle": {"RateLimit": "0.5"}},
        {"ApiStages": [{**STAGE, "Throttle": {"/pets/GET": {"RateLimit": 5, "BurstLimit": 0}}}]},
    ],
)
def test_what_a_plan_may_have(properties: dict[str, Any]) -> None:
    check_plan(properties)


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"Quota": {"Limit": 5}}, "Period of Quota is DAY or WEEK or MONTH, not None"),
        ({"Quota": {"Limit": 5, "Period": "YEAR"}}, "Period of Quota is DAY or WEEK or MONTH, not 'YEAR'"),
        ({"Quota": {"Period": "DAY"}}, "the property 'Limit' of Quota is missing"),
        ({"Quota": {"Limit": "many", "Period": "DAY"}},
         "Limit must be a whole number from 0 to 2147483647, not 'many'"),
        ({"ApiStages": [{"ApiId": "api"}]}, "the property 'Stage' of ApiStages/0 is missing"),
        ({"ApiStages": [STAGE, {"Stage": "prod"}]}, "the property 'ApiId' of ApiStages/1 is missing"),
        ({"Throttle": {"RateLimit": "fast"}}, "RateLimit must be a number from 0, not 'fast'"),
        ({"Throttle": {"RateLimit": -1}}, "RateLimit must be a number from 0, not '-1'"),
        ({"Throttle": {"RateLimit": "nan"}}, "RateLimit must be a number from 0, not 'nan'"),
        ({"Throttle": {"BurstLimit": 1.5}},
         "BurstLimit must be a whole number from 0 to 2147483647, not '1.5'"),
        ({"ApiStages": [{**STAGE, "Throttle": {"/pets/GET": {"BurstLimit": "x"}}}]},
         "BurstLimit must be a whole number from 0 to 2147483647, not 'x'"),
    ],
)  # fmt: skip
def test_what_it_may_not_have(properties: dict[str, Any], message: str) -> None:
    with pytest.raises(TemplateError) as refused:
        check_plan(properties)
    assert str(refused.value) == f"Resources/Plan: {message}"
