"""Lists of parameters: by all filters, in pages, and after requests for what is not there.

Source: AWS Systems Manager API reference, "DescribeParameters", "ParameterStringFilter", "LabelParameterVersion", "PutParameter".
"""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from s3_requests import refusal


@pytest.fixture
def parameters(aws: Any) -> Any:
    client = aws.client("ssm")
    team = [{"Key": "team", "Value": "tea"}]
    client.put_parameter(Name="/shop/tea", Value="1", Type="String", Tags=team)
    client.put_parameter(Name="/shop/keys/one", Value="1", Type="SecureString", Tier="Advanced", Tags=team)
    client.put_parameter(
        Name="image", Value="ami-1", Type="String", DataType="aws:ec2:image", Tier="Standard"
    )
    return client


def named(client: Any, *filters: dict[str, Any]) -> list[str]:
    return [one["Name"] for one in client.describe_parameters(ParameterFilters=filters)["Parameters"]]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ([], ["/shop/tea", "/shop/keys/one", "image"]),
        ([{"Key": "Tier", "Values": ["Advanced"]}], ["/shop/keys/one"]),
        ([{"Key": "Tier", "Option": "Equals", "Values": ["Standard", "Advanced"]}], ["/shop/tea", "/shop/keys/one", "image"]),
        ([{"Key": "DataType", "Values": ["text"]}], ["/shop/tea", "/shop/keys/one"]),
        ([{"Key": "DataType", "Option": "BeginsWith", "Values": ["aws:"]}], ["image"]),
        ([{"Key": "Name", "Option": "Contains", "Values": ["ea"]}], ["/shop/tea"]),
        ([{"Key": "Path", "Option": "Recursive", "Values": ["/shop"]}], ["/shop/tea", "/shop/keys/one"]),
        ([{"Key": "Path", "Values": ["/shop"]}], ["/shop/tea"]),
        ([{"Key": "tag:team"}], ["/shop/tea", "/shop/keys/one"]),
        ([{"Key": "tag:team"}, {"Key": "Type", "Values": ["SecureString"]}], ["/shop/keys/one"]),
        ([{"Key": "Type", "Values": ["String"]}, {"Key": "Tier", "Values": ["Advanced"]}], []),
    ],
)  # fmt: skip
def test_parameters_are_listed_by_all_filters(
    parameters: Any, filters: list[dict[str, Any]], found: list[str]
) -> None:
    assert named(parameters, *filters) == found


@pytest.mark.parametrize("operation", ["label_parameter_version", "unlabel_parameter_version"])
def test_a_refused_label_leaves_no_parameter_behind(parameters: Any, operation: str) -> None:
    with pytest.raises(parameters.exceptions.ParameterNotFound):
        getattr(parameters, operation)(Name="/none/at/all", Labels=["a"], ParameterVersion=1)
    assert len(named(parameters)) == 3
    found = parameters.get_parameters_by_path(Path="/", Recursive=True)["Parameters"]
    assert "/none/at/all" not in [one["Name"] for one in found]


def test_a_label_is_put_and_taken_away(parameters: Any) -> None:
    parameters.label_parameter_version(Name="/shop/tea", Labels=["a"])
    assert parameters.get_parameter(Name="/shop/tea:a")["Parameter"]["Value"] == "1"
    unlabelled = parameters.unlabel_parameter_version(Name="/shop/tea", Labels=["a"], ParameterVersion=1)
    assert unlabelled["RemovedLabels"] == ["a"]


def test_pages_are_as_long_as_asked_for(parameters: Any) -> None:
    first = parameters.describe_parameters(MaxResults=2)
    assert [one["Name"] for one in first["Parameters"]] == ["/shop/tea", "/shop/keys/one"]
    last = parameters.describe_parameters(MaxResults=2, NextToken=first["NextToken"])
    assert ([one["Name"] for one in last["Parameters"]], "NextToken" in last) == (["image"], False)


@pytest.mark.parametrize("name", ["/a/b:1", "a b", "arn:aws:ssm:eu-west-1:000000000042:parameter/a"])
def test_a_name_has_letters_digits_and_three_symbols(parameters: Any, name: str) -> None:
    with pytest.raises(ClientError, match="ValidationException"):
        parameters.put_parameter(Name=name, Value="1", Type="String")
    assert len(named(parameters)) == 3
    parameters.put_parameter(Name="/a/b.c-d_1", Value="1", Type="String")
    assert len(named(parameters)) == 4


@pytest.mark.parametrize("policies", ["1", "[1]", "{}", "none"])
def test_policies_of_a_parameter_are_a_list(parameters: Any, policies: str) -> None:
    with pytest.raises(parameters.exceptions.InvalidPolicyTypeException):
        parameters.put_parameter(Name="new", Value="1", Type="String", Tier="Advanced", Policies=policies)
    expiry = '[{"Type": "Expiration", "Version": "1.0", "Attributes": {"Timestamp": "2030-01-01T00:00:00Z"}}]'
    parameters.put_parameter(Name="new", Value="1", Type="String", Tier="Advanced", Policies=expiry)
    assert "new" in named(parameters)


def test_a_value_is_of_the_pattern_that_is_allowed(parameters: Any) -> None:
    new = {"Name": "port", "Type": "String", "AllowedPattern": "[0-9]+"}
    assert (
        refusal(parameters.put_parameter, **new, Value="80a")["Code"] == "ParameterPatternMismatchException"
    )
    parameters.put_parameter(**new, Value="80")
    changed = refusal(parameters.put_parameter, Name="port", Value="x", Overwrite=True)
    assert changed["Code"] == "ParameterPatternMismatchException"
    refused = refusal(parameters.put_parameter, Name="a", Value="x", Type="String", AllowedPattern="[")
    assert refused["Code"] == "InvalidAllowedPatternException"
    assert parameters.get_parameter(Name="port")["Parameter"]["Value"] == "80"


def test_the_tier_of_a_parameter_limits_its_value(parameters: Any) -> None:
    long, longer = "x" * 4097, "x" * 8193
    new = {"Name": "long", "Type": "String"}
    assert refusal(parameters.put_parameter, **new, Value=long)["Code"] == "ValidationException"
    refused = refusal(parameters.put_parameter, **new, Value=longer, Tier="Advanced")
    assert refused["Code"] == "ValidationException"
    parameters.put_parameter(**new, Value=long, Tier="Advanced")
    parameters.put_parameter(**new, Value=long, Overwrite=True)
    parameters.put_parameter(Name="short", Type="String", Value=long[1:])


def test_a_name_has_at_most_fifteen_levels(parameters: Any) -> None:
    deepest = "/a" * 15
    refused = refusal(parameters.put_parameter, Name=f"{deepest}/a", Value="1", Type="String")
    assert refused["Code"] == "HierarchyLevelLimitExceededException"
    parameters.put_parameter(Name=deepest, Value="1", Type="String")


def test_a_parameter_stands_for_a_secret_unless_that_is_binary(aws: Any, parameters: Any) -> None:
    secrets, name = aws.client("secretsmanager"), "/aws/reference/secretsmanager/key"

    def value() -> str:
        return str(parameters.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])

    secrets.create_secret(Name="key", SecretString="a")
    assert value() == "a"
    secrets.put_secret_value(SecretId="key", SecretBinary=b"b")
    refused = refusal(parameters.get_parameter, Name=name, WithDecryption=True)
    assert (refused["Code"], "which is binary" in refused["Message"]) == ("NotImplemented", True)
    secrets.put_secret_value(SecretId="key", SecretString="c")
    assert value() == "c"


def test_commands_are_not_sent(parameters: Any) -> None:
    refused = refusal(parameters.send_command, DocumentName="AWS-RunShellScript", InstanceIds=["i-01234567"])
    assert (refused["Code"], "does not imitate ssm.SendCommand" in refused["Message"]) == (
        "NotImplemented",
        True,
    )
    assert parameters.list_commands()["Commands"] == []
