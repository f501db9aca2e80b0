"""Properties that a resource does not have, and values of the wrong kind, are found before anything starts."""

import itertools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import resource_schemas
from application_template.application import TemplateResource
from application_template.errors import TemplateError
from application_template.parameters import StackIdentity
from application_template.reading import read_application
from serverless_application.checks import check
from serverless_application.property_checks import SCHEMAS, require_properties

REPOSITORY = Path(__file__).parents[3]
IDENTITY = StackIdentity("local", "eu-west-1", "000000000001")
TEMPLATES = [
    *(REPOSITORY / "tests/templates").glob("*/template.*"),
    REPOSITORY / "examples/orders/template.yaml",
    REPOSITORY / "libraries/manuel_sandbox/template.yaml",
]
OTHER_KINDS: Mapping[type, list[Any]] = {
    str: [["text"], {"text": "text"}, None],
    int: [[1], {"number": 1}, None],
    bool: [[True], {"truth": True}, None],
    list: [{"list": []}, None],
    dict: [["mapping"], None],
}


def resources() -> Iterator[TemplateResource]:
    """Yield the resources of all templates of this repository, with plain properties."""
    for path in TEMPLATES:
        application = read_application(path, IDENTITY)
        yield from (application.resolve(resource, {}) for resource in application.resources)


def with_a_value_of_another_kind(resource: TemplateResource) -> Iterator[tuple[str, TemplateResource]]:
    """Yield the name of a property, and the resource with a value in it that it cannot have."""
    for name, value in resource.properties.items():
        for other in OTHER_KINDS[type(value)]:
            properties = {**resource.properties, name: other}
            yield name, TemplateResource("Wrong", resource.type, properties, resource.metadata)


def line_of(resource: TemplateResource) -> str:
    """Return what is said about a resource, an empty string if nothing is."""
    try:
        check(resource)
    except TemplateError as error:
        return str(error)
    return ""


def test_the_schemas_are_cloudformations() -> None:
    assert json.loads(SCHEMAS.read_text(encoding="utf-8")) == resource_schemas.schemas(), (
        "run `python tests/resource_schemas.py`"
    )


def test_our_own_templates_are_right() -> None:
    assert [line for line in map(line_of, resources()) if line] == []


def test_values_of_another_kind_are_a_line() -> None:
    wrong = list(itertools.chain.from_iterable(map(with_a_value_of_another_kind, resources())))
    lines = [(name, resource.type, line_of(resource)) for name, resource in wrong]
    taken = {f"{kind}.{name}" for name, kind, line in lines if not line}
    assert {kind for kind in taken if not kind.startswith("Custom::")} == {
        "AWS::DynamoDB::Table.KeySchema"
    }, "its schema has two forms, which only DynamoDB tells apart"
    assert {(line[:17], line.count("\n")) for _, _, line in lines if line} == {("Resources/Wrong: ", 0)}


@pytest.mark.parametrize(
    ("kind", "properties", "message"),
    [
        (
            "AWS::SQS::Queue",
            {"QueueNam": "q"},
            "AWS::SQS::Queue has no property 'QueueNam'. Did you mean QueueName?",
        ),
        (
            "AWS::DynamoDB::Table",
            {"AttributeDefinitions": [{"AttributeName": "id", "AttributeTyp": "S"}]},
            "AttributeDefinitions/0 has no property 'AttributeTyp'. Did you mean AttributeType or AttributeName?",
        ),
        (
            "AWS::Logs::LogStream",
            {"Retention": 3},
            "AWS::Logs::LogStream has no property 'Retention'. It can have LogGroupName, LogStreamName.",
        ),
        (
            "AWS::Lambda::Function",
            {"Environment": {"Variables": {"G": "x"}}},
            "Environment/Variables cannot have 'G': a name in it has the form [a-zA-Z][a-zA-Z0-9_]+",
        ),
        ("AWS::SNS::Topic", {"Subscription": "q"}, "Subscription must be a list, not 'q'"),
        ("AWS::SNS::Topic", {"TopicName": ["q"]}, "TopicName must be a single value, not a list"),
        (
            "AWS::SQS::Queue",
            {"RedrivePolicy": ["q"]},
            "RedrivePolicy must be a mapping or a single value, not a list",
        ),
        (
            "AWS::Lambda::Function",
            {"Environment": {"Variables": None}},
            "Environment/Variables must be a mapping, not nothing",
        ),
        (
            "AWS::Scheduler::ScheduleGroup",
            {"Arn": "arn"},
            "AWS::Scheduler::ScheduleGroup has no property 'Arn'. It can have Name, Tags.",
        ),
    ],
)
def test_what_is_wrong_is_named(kind: str, properties: dict[str, Any], message: str) -> None:
    with pytest.raises(TemplateError) as error:
        require_properties(TemplateResource("A", kind, properties))
    assert str(error.value) == message


def test_numbers_may_be_text() -> None:
    require_properties(
        TemplateResource("A", "AWS::SQS::Queue", {"VisibilityTimeout": "30", "FifoQueue": "true"})
    )
