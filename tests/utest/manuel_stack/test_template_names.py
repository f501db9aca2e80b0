"""What a template's outputs and resources are called in the suites."""

from typing import Any

import pytest

from application_template.application import CreatedResource
from application_template.errors import TemplateError
from manuel_stack.template_names import manuel_names

TABLE, QUEUE, POOL = "AWS::DynamoDB::Table", "AWS::SQS::Queue", "AWS::Cognito::UserPool"


def created(**resources: tuple[str, str]) -> dict[str, CreatedResource]:
    return {name: CreatedResource(name, kind, identity) for name, (kind, identity) in resources.items()}


CASES: dict[str, tuple[dict[str, tuple[str, str]], dict[str, Any], dict[str, str], dict[str, str]]] = {
    "an output with the setting's name": (
        {"T1": (TABLE, "t-1"), "T2": (TABLE, "t-2")},
        {"UsageTable": "t-1"},
        {},
        {"usage_table": "t-1"},
    ),
    "an output with an ending": (
        {"T1": (TABLE, "t-1"), "T2": (TABLE, "t-2")},
        {"UsageTableName": "t-2"},
        {},
        {"usage_table": "t-2"},
    ),
    "an output that is an ARN is no name": (
        {"UsageTable": (TABLE, "t-1")},
        {"UsageTableArn": "arn:aws:dynamodb:eu-west-1:1:table/t-1"},
        {},
        {"usage_table": "t-1"},
    ),
    "a resource with the setting's name": (
        {"ErrorQueue": (QUEUE, "http://q")},
        {},
        {},
        {"error_queue_url": "http://q"},
    ),
    "a resource of another type is none": ({"UsageTable": (QUEUE, "http://q")}, {}, {}, {}),
    "the only pool": ({"Users": (POOL, "eu-west-1_a")}, {}, {}, {"user_pool_id": "eu-west-1_a"}),
    "one of two pools is not guessed": ({"A": (POOL, "eu-west-1_a"), "B": (POOL, "eu-west-1_b")}, {}, {}, {}),
    "a resource that is chosen": (
        {"Counters": (TABLE, "c")},
        {},
        {"usage_table": "Counters"},
        {"usage_table": "c"},
    ),
    "an output that is chosen": (
        {"Counters": (TABLE, "c")},
        {"Url": "http://127.0.0.1:1/v1"},
        {"api_base_url": "Url"},
        {"api_base_url": "http://127.0.0.1:1/v1"},
    ),
}


@pytest.mark.parametrize(("resources", "outputs", "chosen", "names"), CASES.values(), ids=CASES)
def test_a_setting_is_found(resources: Any, outputs: Any, chosen: Any, names: Any) -> None:
    assert manuel_names(created(**resources), outputs, chosen) == names


@pytest.mark.parametrize(
    ("chosen", "problem"),
    [
        (
            {"usage_table": "Nothing"},
            "usage_table is 'Nothing', but the template has no such output or resource",
        ),
        ({"usage": "A"}, "there is no setting 'usage'; there are usage_table"),
    ],
)
def test_a_choice_that_cannot_be_met_is_named(chosen: dict[str, str], problem: str) -> None:
    with pytest.raises(TemplateError, match=problem):
        manuel_names({}, {}, chosen)
