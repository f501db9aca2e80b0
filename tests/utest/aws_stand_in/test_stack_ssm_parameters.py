"""Parameters of Systems Manager of stacks.

Source: AWS CloudFormation Template Reference, AWS::SSM::Parameter.
"""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployment import Deployment, Properties

TABLE: Properties = {
    "Name": "/orders/table",
    "Type": "String",
    "Value": "orders",
    "Description": "of orders",
    "AllowedPattern": "^[a-z]+$",
    "Tier": "Standard",
    "Tags": {"team": "tea"},
}


@pytest.fixture
def ssm(aws: Any) -> Any:
    return aws.client("ssm")


def state_of(ssm: Any) -> dict[str, Any]:
    (described,) = ssm.describe_parameters()["Parameters"]
    found = ssm.get_parameter(Name=described["Name"])["Parameter"]
    tagged = ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=described["Name"])["TagList"]
    return {
        "name": described["Name"],
        "value": (found["Type"], found["Value"]),
        "described": (described.get("Description"), described.get("AllowedPattern")),
        "tags": {one["Key"]: one["Value"] for one in tagged},
    }


def test_a_parameter_has_all_that_its_template_says(ssm: Any, deploy: Deployment) -> None:
    value = {"Value": {"Value": {"Fn::GetAtt": ["Table", "Value"]}}}
    assert deploy(outputs=value, Table=("SSM::Parameter", TABLE)) == "CREATE_COMPLETE"
    assert state_of(ssm) == {
        "name": "/orders/table",
        "value": ("String", "orders"),
        "described": ("of orders", "^[a-z]+$"),
        "tags": {"team": "tea"},
    }
    assert (deploy.ids, deploy.outputs) == ({"Table": "/orders/table"}, {"Value": "orders"})


def test_a_parameter_is_changed_in_place(ssm: Any, deploy: Deployment) -> None:
    named = {name: value for name, value in TABLE.items() if name != "Name"}
    deploy(Table=("SSM::Parameter", named))
    before = state_of(ssm)
    changed = {**named, "Value": "others", "Tags": {"size": "1"}}
    assert deploy(Table=("SSM::Parameter", changed)) == "UPDATE_COMPLETE"
    assert state_of(ssm) == {**before, "value": ("String", "others"), "tags": {"size": "1"}}


def test_a_parameter_goes_with_its_stack(ssm: Any, deploy: Deployment) -> None:
    deploy(Table=("SSM::Parameter", TABLE))
    deploy.delete()
    assert ssm.describe_parameters()["Parameters"] == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"Type": "Text"}, "Text"),
        ({"Tier": "Huge"}, "Huge"),
    ],
)
def test_a_parameter_that_is_refused_fails_its_stack(
    ssm: Any, deploy: Deployment, wrong: Properties, reason: str
) -> None:
    assert deploy(Table=("SSM::Parameter", {**TABLE, **wrong})) == "ROLLBACK_COMPLETE"
    assert reason in deploy.reason
    assert ssm.describe_parameters()["Parameters"] == []


def test_what_cannot_be_taken_away_is_refused(ssm: Any, deploy: Deployment) -> None:
    deploy(Table=("SSM::Parameter", TABLE))
    without = {name: value for name, value in TABLE.items() if name != "Description"}
    with pytest.raises(ClientError, match="changes of Description of AWS::SSM::Parameter in a stack"):
        deploy(Table=("SSM::Parameter", without))
    assert state_of(ssm)["described"] == ("of orders", "^[a-z]+$")
