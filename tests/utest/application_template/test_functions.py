"""Intrinsic functions, as the AWS CloudFormation user guide documents them."""

from typing import Any

import pytest

from application_template.errors import TemplateError
from application_template.evaluation import Evaluator
from application_template.expected_values import ExpectedValues
from application_template.parameters import StackIdentity
from application_template.template_file import parse_template

IDENTITY = StackIdentity("orders", "eu-west-1", "000000000001")
PARAMETERS = {"Stage": "dev", "Zones": ["a", "b", "c"], **IDENTITY.pseudo_parameters()}
MAPPINGS = {"Sizes": {"dev": {"Memory": 128, "Zones": ["x"]}, "prod": {"Memory": 1024}}}
CONDITIONS = parse_template("""
IsDev: !Equals [!Ref Stage, dev]
IsProd: !Equals [!Ref Stage, prod]
Either: !Or [!Condition IsDev, !Condition IsProd]
Both: !And [!Condition IsDev, !Condition IsProd]
NotProd: !Not [!Condition IsProd]
Endless: !Not [!Condition Endless]
OfNothing: !Equals [1]
IsText: yes, indeed
""")

VALUES: list[tuple[str, Any]] = [
    ("!Ref Stage", "dev"),
    ("!Ref Table", "orders-Table-3VKUCTF6XST2"),
    ("!Ref AWS::Region", "eu-west-1"),
    ("!Ref AWS::AccountId", "000000000001"),
    ("!Ref AWS::Partition", "aws"),
    ("!Ref AWS::URLSuffix", "amazonaws.com"),
    ("!Ref AWS::StackName", "orders"),
    ("{a: !Ref AWS::NoValue, b: 1}", {"b": 1}),
    ("[!Ref AWS::NoValue, 1]", [1]),
    ("!GetAtt Table.StreamArn", "arn:aws:dynamodb:eu-west-1:000000000001:table/orders-Table-3VKUCTF6XST2"),
    (
        "!GetAtt [Table, StreamArn]",
        "arn:aws:dynamodb:eu-west-1:000000000001:table/orders-Table-3VKUCTF6XST2",
    ),
    ("Fn::GetAtt: Table.Name", "orders-Table-3VKUCTF6XST2-Name"),
    ("!Sub '${Stage}-${AWS::Region}-${!Stage}'", "dev-eu-west-1-${Stage}"),
    ("!Sub ['${Own}-${Stage}', {Own: !Select [1, !Ref Zones]}]", "b-dev"),
    ("!Sub '${Table.Name}'", "orders-Table-3VKUCTF6XST2-Name"),
    ("!Join ['-', [a, !Ref Stage, 1, true]]", "a-dev-1-true"),
    ("!Join [',', !Ref Zones]", "a,b,c"),
    ("!Split ['|', 'a|b|']", ["a", "b", ""]),
    ("!Select ['1', [a, b]]", "b"),
    ("!Select [5, !Split [':', 'arn:aws:sqs:eu-west-1:1:name']]", "name"),
    ("!FindInMap [Sizes, !Ref Stage, Memory]", 128),
    ("!FindInMap [Sizes, test, Memory, {DefaultValue: 256}]", 256),
    ("!If [IsDev, yes-it-is, no]", "yes-it-is"),
    ("{a: !If [IsProd, 1, !Ref AWS::NoValue]}", {}),
    ("!If [Either, 1, 2]", 1),
    ("!If [Both, 1, 2]", 2),
    ("!If [NotProd, 1, 2]", 1),
    ("!If [IsDev, 1, !Ref Nothing]", 1),
    ("!Base64 hello", "aGVsbG8="),
    ("!Cidr [10.0.0.0/22, 3]", ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]),
    ("!Cidr [10.0.0.0/24, 2, 4]", ["10.0.0.0/28", "10.0.0.16/28"]),
    ("!Select [0, !GetAZs '']", "eu-west-1a"),
    ("!GetAZs eu-central-1", ["eu-central-1a", "eu-central-1b", "eu-central-1c"]),
    ("Fn::Length: !Ref Zones", 3),
    ("!ToJsonString {a: !Ref Stage, b: [1]}", '{"a":"dev","b":[1]}'),
    ("{Condition: {StringEquals: {a: !Ref Stage}}}", {"Condition": {"StringEquals": {"a": "dev"}}}),
    ("!ImportValue network-dev", "subnet-1"),
    ("Fn::ImportValue: !Sub 'network-${Stage}'", "subnet-1"),
    ("!Sub ['${Subnet}/a', {Subnet: !ImportValue network-dev}]", "subnet-1/a"),
    ("2012-10-17", "2012-10-17"),
]

MISTAKES = [
    ("!Ref Nothing", "there is no parameter or resource 'Nothing'"),
    ("!Ref AWS::Nothing", "there is no parameter or resource 'AWS::Nothing'"),
    ("!GetAtt Nothing.Arn", "Fn::GetAtt refers to Nothing.Arn, and there is no such resource or output"),
    ("!GetAtt Table", "Fn::GetAtt needs a resource and an attribute, got ['Table']"),
    ("!Sub '${Nothing}'", "there is no parameter or resource 'Nothing'"),
    ("!Sub '${Zones}'", "Fn::Sub: ${Zones} is not a string but ['a', 'b', 'c']"),
    ("!Sub [1, 2, 3]", "Fn::Sub needs a string, or a string and a mapping, got [1, 2, 3]"),
    ("!Join [',', !Ref Stage]", "Fn::Join: needs a list, got 'dev'"),
    ("!Join [a]", "Fn::Join: needs a delimiter and a list, got ['a']"),
    ("!Join ['', [[a]]]", "Fn::Join: needs a string, got ['a']"),
    ("!Split ['', a]", "Fn::Split: needs a delimiter that is not empty"),
    ("!Select [3, [a]]", "Fn::Select: has no item 3 in a list of 1"),
    ("!Select [x, [a]]", "Fn::Select: needs a whole number, got 'x'"),
    ("!FindInMap [Sizes, test, Memory]", "Fn::FindInMap finds no 'test' at Sizes/test/Memory"),
    (
        "!FindInMap [Sizes, test]",
        "Fn::FindInMap needs a mapping and two keys, got ['Sizes', 'test']",
    ),
    (
        "!If [IsTest, 1, 2]",
        (
            "there is no condition 'IsTest'; "
            "there are Both, Either, Endless, IsDev, IsProd, IsText, NotProd, OfNothing"
        ),
    ),
    ("!If [IsDev, 1]", "Fn::If needs a condition and two values, got ['IsDev', 1]"),
    ("!If [Endless, 1, 2]", "Conditions/Endless: the condition depends on itself"),
    ("!If [OfNothing, 1, 2]", "Conditions/OfNothing/Fn::Equals: needs two values, got [1]"),
    (
        "!If [IsText, 1, 2]",
        (
            "Conditions/IsText: a condition must be one of Fn::And, Fn::Or, Fn::Not, Fn::Equals or Condition, "
            "got 'yes, indeed'"
        ),
    ),
    ("!Cidr [nonsense, 1]", "Fn::Cidr: 'nonsense' does not appear to be an IPv4 or IPv6 network"),
    ("!Cidr [10.0.0.0/24, 2, 8]", "Fn::Cidr: 10.0.0.0/24 has only 1 blocks of that size, not 2"),
    (
        "!ImportValue other",
        "'other' is an export of another stack: give its value as --import other=…",
    ),
    ("!ImportValue [shared]", "Fn::ImportValue needs the name of an export, got ['shared']"),
    ("!Transform {Name: Mine}", "the macro 'Mine' runs in AWS and cannot be imitated"),
    ("!Nonsense x", "Fn::Nonsense is not an intrinsic function that can be evaluated here"),
]


@pytest.fixture
def evaluator() -> Evaluator:
    return Evaluator(
        PARAMETERS,
        MAPPINGS,
        CONDITIONS,
        ExpectedValues({"Table": "AWS::DynamoDB::Table"}, IDENTITY),
        {"network-dev": "subnet-1"},
    )


@pytest.mark.parametrize(("text", "value"), VALUES, ids=[text for text, _ in VALUES])
def test_a_function_gives_what_is_documented(evaluator: Evaluator, text: str, value: Any) -> None:
    assert evaluator.evaluate(parse_template(text)) == value


@pytest.mark.parametrize(("text", "problem"), MISTAKES, ids=[text for text, _ in MISTAKES])
def test_a_mistake_is_named(evaluator: Evaluator, text: str, problem: str) -> None:
    with pytest.raises(TemplateError) as raised:
        evaluator.evaluate(parse_template(text))
    assert str(raised.value) == problem


def test_a_property_may_have_the_name_of_the_condition_that_it_depends_on(evaluator: Evaluator) -> None:
    assert evaluator.evaluate(parse_template("IsDev: !If [IsDev, 1, 2]"), ("IsDev", "IsDev")) == {"IsDev": 1}
