"""Stacks whose creation, change or deletion fails are rolled back, and events tell why; exports belong to one stack.

Source: AWS CloudFormation User Guide, "Choose how to handle failures when provisioning resources", "View stack events by
operation", "Get exported outputs from a deployed CloudFormation stack"; AWS CloudFormation API reference, "CreateStack".
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

from support.stack_resources import PROTECTED_TABLE

QUEUE = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "jobs"}}
TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "news"}}
WRONG = {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 43_201}, "DependsOn": "Jobs"}
HALF_MADE = {"Jobs": QUEUE, "Wrong": WRONG}
INNER = {
    "Type": "AWS::CloudFormation::Stack",
    "Properties": {"TemplateURL": "https://templates.s3.amazonaws.com/inner.json"},
}

Create = Callable[[Any, str, str], None]
Event = tuple[str, str]


def template(resources: Mapping[str, Any], exports: Mapping[str, str] | None = None) -> str:
    outputs = {
        f"Output{number}": {"Value": value, "Export": {"Name": name}}
        for number, (name, value) in enumerate((exports or {}).items())
    }
    return json.dumps({"Resources": resources, "Outputs": outputs})


def importing(name: str) -> dict[str, Any]:
    topic = {"TopicName": "imported", "DisplayName": {"Fn::ImportValue": {"Fn::Sub": name}}}
    return {"Imported": {"Type": "AWS::SNS::Topic", "Properties": topic}}


def create_at_once(formation: Any, name: str, body: str) -> None:
    formation.create_stack(StackName=name, TemplateBody=body)


def create_by_set(formation: Any, name: str, body: str) -> None:
    execute_set(formation, name, body, "CREATE")


def change_at_once(formation: Any, name: str, body: str) -> None:
    formation.update_stack(StackName=name, TemplateBody=body)


def change_by_set(formation: Any, name: str, body: str) -> None:
    execute_set(formation, name, body, "UPDATE")


def execute_set(formation: Any, name: str, body: str, kind: str) -> None:
    change_set = {"StackName": name, "ChangeSetName": kind.lower()}
    formation.create_change_set(**change_set, ChangeSetType=kind, TemplateBody=body)
    formation.execute_change_set(**change_set)


both_ways_to_create = pytest.mark.parametrize("create", [create_at_once, create_by_set])
both_ways_to_change = pytest.mark.parametrize("change", [change_at_once, change_by_set])


@pytest.fixture
def formation(aws: Any) -> Any:
    return aws.client("cloudformation")


def status(formation: Any, name: str) -> str:
    return str(formation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"])


def events(formation: Any, name: str) -> list[Event]:
    found = formation.describe_stack_events(StackName=name)["StackEvents"]
    return [(one["LogicalResourceId"], one["ResourceStatus"]) for one in reversed(found)]


def reason(formation: Any, name: str, event: Event) -> str:
    for one in formation.describe_stack_events(StackName=name)["StackEvents"]:
        if (one["LogicalResourceId"], one["ResourceStatus"]) == event:
            return str(one["ResourceStatusReason"])
    raise AssertionError(f"{event} is not among {events(formation, name)}")


def queues(aws: Any) -> list[str]:
    return [url.rpartition("/")[2] for url in aws.client("sqs").list_queues().get("QueueUrls", [])]


def exports(formation: Any) -> dict[str, str]:
    return {one["Name"]: one["Value"] for one in formation.list_exports()["Exports"]}


# ------------------------------------------------------------------------------------------------ creation


@both_ways_to_create
def test_a_creation_that_fails_is_rolled_back(aws: Any, formation: Any, create: Create) -> None:
    create(formation, "work", template(HALF_MADE))
    assert (status(formation, "work"), queues(aws)) == ("ROLLBACK_COMPLETE", [])
    assert events(formation, "work")[-5:] == [
        ("Jobs", "CREATE_COMPLETE"),
        ("Wrong", "CREATE_FAILED"),
        ("work", "ROLLBACK_IN_PROGRESS"),
        ("Jobs", "DELETE_COMPLETE"),
        ("work", "ROLLBACK_COMPLETE"),
    ]
    assert "VisibilityTimeout" in reason(formation, "work", ("Wrong", "CREATE_FAILED"))
    assert "[Wrong]" in reason(formation, "work", ("work", "ROLLBACK_IN_PROGRESS"))
    assert formation.describe_stack_resources(StackName="work")["StackResources"] == []


@both_ways_to_create
def test_a_creation_that_succeeds_has_an_event_for_each_resource(
    aws: Any, formation: Any, create: Create
) -> None:
    create(formation, "work", template({"Jobs": QUEUE, "News": TOPIC}))
    assert (status(formation, "work"), queues(aws)) == ("CREATE_COMPLETE", ["jobs"])
    told = events(formation, "work")
    assert {("Jobs", "CREATE_COMPLETE"), ("News", "CREATE_COMPLETE")} < set(told)
    assert told[-1] == ("work", "CREATE_COMPLETE")


def test_a_resource_of_moto_without_a_physical_id_is_created_and_deleted(aws: Any, formation: Any) -> None:
    bus = {"Type": "AWS::Events::EventBus", "Properties": {"Name": "orders"}}
    create_at_once(formation, "work", template({"Bus": bus}))
    assert status(formation, "work") == "CREATE_COMPLETE"
    stack = formation.describe_stacks(StackName="work")["Stacks"][0]["StackId"]
    formation.delete_stack(StackName="work")
    assert status(formation, stack) == "DELETE_COMPLETE"
    assert [one["Name"] for one in aws.client("events").list_event_buses()["EventBuses"]] == ["default"]


@pytest.mark.parametrize(
    ("resource", "key"),
    [
        ({"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": []}}, "PolicyDocument"),
        ({"Type": "AWS::SNS::TopicPolicy", "Properties": {"PolicyDocument": {}}}, "Topics"),
        ({"Type": "AWS::SNS::Subscription", "Properties": {"Protocol": "sqs"}}, "TopicArn"),
        ({"Type": "AWS::S3::BucketPolicy", "Properties": {"PolicyDocument": {}}}, "Bucket"),
        ({"Type": "AWS::DynamoDB::Table", "Properties": {}}, "KeySchema"),
        ({"Type": "AWS::Lambda::Function", "Properties": {"Handler": "a.b"}}, "Code"),
    ],
)
def test_a_property_that_is_missing_fails_its_resource(
    aws: Any, formation: Any, resource: dict[str, Any], key: str
) -> None:
    create_at_once(formation, "work", template({"Jobs": QUEUE, "Wrong": resource}))
    assert (status(formation, "work"), queues(aws)) == ("ROLLBACK_COMPLETE", [])
    why = reason(formation, "work", ("Wrong", "CREATE_FAILED"))
    assert why == (
        f"Properties validation failed for resource Wrong with message:\n#: required key [{key}] not found"
    )


@pytest.mark.parametrize(
    ("how", "ended", "left"),
    [
        ({"OnFailure": "ROLLBACK"}, "ROLLBACK_COMPLETE", []),
        ({"OnFailure": "DO_NOTHING"}, "CREATE_FAILED", ["jobs"]),
        ({"DisableRollback": True}, "CREATE_FAILED", ["jobs"]),
        ({"OnFailure": "DELETE"}, "DELETE_COMPLETE", []),
    ],
)
def test_a_request_says_what_becomes_of_a_failure(
    aws: Any, formation: Any, how: dict[str, Any], ended: str, left: list[str]
) -> None:
    stack = formation.create_stack(StackName="work", TemplateBody=template(HALF_MADE), **how)["StackId"]
    assert (status(formation, stack), queues(aws)) == (ended, left)
    formation.delete_stack(StackName="work")
    assert queues(aws) == []


def test_a_stack_that_was_rolled_back_can_only_be_deleted(aws: Any, formation: Any) -> None:
    create_at_once(formation, "work", template(HALF_MADE))
    with pytest.raises(ClientError, match="is in ROLLBACK_COMPLETE state and can not be updated"):
        change_at_once(formation, "work", template({"Jobs": QUEUE}))
    with pytest.raises(ClientError, match="AlreadyExistsException"):
        create_at_once(formation, "work", template({"Jobs": QUEUE}))
    formation.delete_stack(StackName="work")
    create_at_once(formation, "work", template({"Jobs": QUEUE}))
    assert (status(formation, "work"), queues(aws)) == ("CREATE_COMPLETE", ["jobs"])


@both_ways_to_create
def test_a_creation_that_cannot_be_rolled_back_says_so(aws: Any, formation: Any, create: Create) -> None:
    create(formation, "data", template({"Jobs": PROTECTED_TABLE, "Wrong": WRONG}))
    assert status(formation, "data") == "ROLLBACK_FAILED"
    assert "protection" in reason(formation, "data", ("data", "ROLLBACK_FAILED")).lower()
    with pytest.raises(ClientError, match="is in ROLLBACK_FAILED state and can not be updated"):
        change_at_once(formation, "data", template({"Jobs": PROTECTED_TABLE}))
    delete_unprotected(aws, formation)


@both_ways_to_create
def test_a_template_that_is_not_imitated_creates_nothing(aws: Any, formation: Any, create: Create) -> None:
    strange = {"Type": "AWS::SQS::Queue", "Properties": {"Colour": "red"}, "DependsOn": "Jobs"}
    with pytest.raises(ClientError, match=r"NotImplemented.*Colour of AWS::SQS::Queue"):
        create(formation, "work", template({"Jobs": QUEUE, "Strange": strange}))
    assert queues(aws) == []
    assert formation.list_stacks(StackStatusFilter=["CREATE_COMPLETE"])["StackSummaries"] == []


def test_an_unresolved_dependency_is_refused(aws: Any, formation: Any) -> None:
    with pytest.raises(ClientError, match=r"ValidationError.*Unresolved resource dependencies \[Nothing\]"):
        create_at_once(formation, "work", template({"Jobs": {**QUEUE, "DependsOn": ["Nothing"]}}))
    create_at_once(formation, "work", template({"Jobs": {**QUEUE, "DependsOn": ["News"]}, "News": TOPIC}))
    assert queues(aws) == ["jobs"]


@both_ways_to_create
def test_dependencies_are_created_before_the_resource(formation: Any, create: Create) -> None:
    """Also if the resource is created early, as another refers to it."""
    named = {"Type": "String", "Value": {"Ref": "Jobs"}}
    resources = {
        "First": {"Type": "AWS::SSM::Parameter", "Properties": named},
        "Jobs": {**QUEUE, "DependsOn": "News"},
        "News": TOPIC,
    }
    create(formation, "work", template(resources))
    events = formation.describe_stack_events(StackName="work")["StackEvents"]
    done = [
        one["LogicalResourceId"] for one in reversed(events) if one["ResourceStatus"] == "CREATE_COMPLETE"
    ]
    assert done == ["News", "Jobs", "First", "work"]


def test_a_parameter_need_not_be_named(aws: Any, formation: Any) -> None:
    parameter = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "v"}}
    create_at_once(formation, "work", template({"Setting": parameter}))
    [found] = formation.describe_stack_resources(StackName="work")["StackResources"]
    assert found["PhysicalResourceId"].startswith("work-Setting-")
    held = aws.client("ssm").get_parameter(Name=found["PhysicalResourceId"])["Parameter"]
    assert held["Value"] == "v"


@pytest.mark.parametrize("value", [{"Ref": "Nothing"}, {"Fn::GetAtt": ["Nothing", "Arn"]}])
def test_an_unresolved_reference_is_refused(aws: Any, formation: Any, value: Any) -> None:
    named = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": value}}
    with pytest.raises(ClientError, match=r"ValidationError.*Unresolved resource dependencies \[Nothing\]"):
        create_at_once(formation, "work", template({"Jobs": named}))
    assert queues(aws) == []


@pytest.mark.parametrize("value", [{"Ref": "Nothing"}, {"Fn::GetAtt": ["Nothing", "Arn"]}])
def test_an_unresolved_reference_in_outputs_is_refused(aws: Any, formation: Any, value: Any) -> None:
    outputs = {"Named": {"Value": value}}
    with pytest.raises(ClientError, match=r"ValidationError.*\[Nothing\] in the Outputs block"):
        create_at_once(formation, "work", json.dumps({"Resources": {"Jobs": QUEUE}, "Outputs": outputs}))
    assert (queues(aws), formation.describe_stacks()["Stacks"]) == ([], [])


@pytest.mark.parametrize("attribute", ["!GetAtt Jobs.Arn", "!GetAtt [Jobs, Arn]", "{Fn::GetAtt: Jobs.Arn}"])
def test_an_attribute_is_named_in_each_form(formation: Any, attribute: str) -> None:
    body = f"""
Resources:
  Jobs:
    Type: AWS::SQS::Queue
Outputs:
  Named:
    Value: {attribute}
"""
    create_at_once(formation, "work", body)
    [output] = formation.describe_stacks(StackName="work")["Stacks"][0]["Outputs"]
    assert output["OutputValue"].startswith("arn:aws:sqs:")


@pytest.mark.parametrize("attribute", ["!GetAtt Inner.Outputs.Named", "!GetAtt [Inner, Outputs.Named]"])
def test_a_nested_stack_has_outputs(aws: Any, formation: Any, attribute: str) -> None:
    inner = json.dumps({"Resources": {"Jobs": QUEUE}, "Outputs": {"Named": {"Value": {"Ref": "Jobs"}}}})
    put_inner(aws, inner)
    body = f"""
Resources:
  Inner: {json.dumps(INNER)}
Outputs:
  Jobs:
    Value: {attribute}
"""
    create_at_once(formation, "work", body)
    [output] = formation.describe_stacks(StackName="work")["Stacks"][0]["Outputs"]
    assert output["OutputValue"].endswith("/jobs")


def put_inner(aws: Any, body: str) -> None:
    """Put the template of a nested stack where `INNER` has it."""
    storage = aws.client("s3")
    storage.create_bucket(Bucket="templates", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    storage.put_object(Bucket="templates", Key="inner.json", Body=body.encode())


@pytest.mark.parametrize(
    ("how", "ended"),
    [
        ({"OnFailure": "ROLLBACK"}, "ROLLBACK_COMPLETE"),
        ({"OnFailure": "DO_NOTHING"}, "CREATE_FAILED"),
        ({"OnFailure": "DELETE"}, "DELETE_COMPLETE"),
    ],
)
def test_a_nested_stack_that_fails_fails_the_stack(
    aws: Any, formation: Any, how: dict[str, Any], ended: str
) -> None:
    put_inner(aws, template(HALF_MADE))
    stack = formation.create_stack(StackName="work", TemplateBody=template({"Inner": INNER}), **how)
    assert status(formation, stack["StackId"]) == ended
    assert "was not successfully created" in reason(formation, stack["StackId"], ("Inner", "CREATE_FAILED"))


# ------------------------------------------------------------------------------------------------- exports


@both_ways_to_create
def test_a_name_is_exported_by_one_stack(aws: Any, formation: Any, create: Create) -> None:
    create(formation, "first", template({"Jobs": QUEUE}, {"shared": "1"}))
    create(formation, "second", template({"News": TOPIC}, {"shared": "2"}))
    assert (status(formation, "second"), exports(formation)) == ("ROLLBACK_COMPLETE", {"shared": "1"})
    assert aws.client("sns").list_topics()["Topics"] == []
    why = reason(formation, "second", ("second", "ROLLBACK_IN_PROGRESS"))
    assert why.startswith("Export with name shared is already exported by stack first.")
    formation.delete_stack(StackName="second")
    assert exports(formation) == {"shared": "1"}


@both_ways_to_create
def test_an_import_of_nothing_fails_the_stack(formation: Any, create: Create) -> None:
    create_at_once(formation, "first", template({"Jobs": QUEUE}, {"other": "1"}))
    create(formation, "work", template(importing("shared")))
    assert status(formation, "work") == "ROLLBACK_COMPLETE"
    why = reason(formation, "work", ("work", "ROLLBACK_IN_PROGRESS"))
    assert why.startswith("No export named shared found.")


def test_an_export_in_use_stays(aws: Any, formation: Any) -> None:
    create_at_once(formation, "first", template({"Jobs": QUEUE}, {"shared": "1"}))
    create_by_set(formation, "second", template(importing("shared")))
    formation.delete_stack(StackName="first")
    assert (status(formation, "first"), queues(aws)) == ("DELETE_FAILED", ["jobs"])
    assert reason(formation, "first", ("first", "DELETE_FAILED")) == (
        "Delete canceled. Cannot delete export shared as it is in use by second."
    )
    formation.delete_stack(StackName="second")
    formation.delete_stack(StackName="first")
    assert (exports(formation), queues(aws)) == ({}, [])


@both_ways_to_change
@pytest.mark.parametrize(
    ("changed", "verb"), [({"shared": "2"}, "updated"), ({"other": "1"}, "deleted"), ({}, "deleted")]
)
def test_an_export_in_use_is_not_changed(
    formation: Any, change: Create, changed: dict[str, str], verb: str
) -> None:
    create_at_once(formation, "first", template({"Jobs": QUEUE}, {"shared": "1"}))
    create_at_once(formation, "second", template(importing("shared")))
    change(formation, "first", template({"Jobs": QUEUE}, changed))
    assert (status(formation, "first"), exports(formation)) == ("UPDATE_ROLLBACK_COMPLETE", {"shared": "1"})
    assert reason(formation, "first", ("first", "UPDATE_ROLLBACK_IN_PROGRESS")) == (
        f"Export shared cannot be {verb} as it is in use by second"
    )
    formation.delete_stack(StackName="second")
    change_at_once(formation, "first", template({"Jobs": QUEUE}, changed))
    assert (status(formation, "first"), exports(formation)) == ("UPDATE_COMPLETE", changed)


# ------------------------------------------------------------------------------------------------- changes


@both_ways_to_change
def test_a_change_that_fails_is_rolled_back(aws: Any, formation: Any, change: Create) -> None:
    create_at_once(formation, "work", template({"Jobs": QUEUE, "News": TOPIC}))
    aws.client("sqs").send_message(QueueUrl=f"{aws.endpoint_url}/{aws.account_id}/jobs", MessageBody="kept")
    more = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "more"}}
    change(
        formation, "work", template({"News": TOPIC, "More": more, "Wrong": {**WRONG, "DependsOn": "More"}})
    )
    assert (status(formation, "work"), queues(aws)) == ("UPDATE_ROLLBACK_COMPLETE", ["jobs"])
    [kept] = aws.client("sqs").receive_message(QueueUrl=f"{aws.endpoint_url}/{aws.account_id}/jobs")[
        "Messages"
    ]
    assert kept["Body"] == "kept"
    assert "VisibilityTimeout" in reason(formation, "work", ("Wrong", "UPDATE_FAILED"))
    resources = formation.describe_stack_resources(StackName="work")["StackResources"]
    assert {one["LogicalResourceId"] for one in resources} == {"Jobs", "News"}
    change_at_once(formation, "work", template({"News": TOPIC, "More": more}))
    assert (status(formation, "work"), queues(aws)) == ("UPDATE_COMPLETE", ["more"])


def test_a_change_set_updates_the_stack_unless_it_says_otherwise(aws: Any, formation: Any) -> None:
    create_at_once(formation, "work", template({"Jobs": QUEUE}))
    change_set = {"StackName": "work", "ChangeSetName": "changed"}
    formation.create_change_set(**change_set, TemplateBody=template({"Jobs": QUEUE, "News": TOPIC}))
    formation.execute_change_set(**change_set)
    [stack] = formation.describe_stacks()["Stacks"]
    resources = formation.describe_stack_resources(StackName="work")["StackResources"]
    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    assert {one["LogicalResourceId"] for one in resources} == {"Jobs", "News"}


@both_ways_to_change
def test_a_resource_that_is_retained_outlives_a_change(aws: Any, formation: Any, change: Create) -> None:
    more = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "more"}}
    retained = {**QUEUE, "DeletionPolicy": "Retain"}
    create_at_once(formation, "work", template({"Jobs": retained, "More": more, "News": TOPIC}))
    change(formation, "work", template({"News": TOPIC}))
    assert (status(formation, "work"), queues(aws)) == ("UPDATE_COMPLETE", ["jobs"])
    resources = formation.describe_stack_resources(StackName="work")["StackResources"]
    assert {one["LogicalResourceId"] for one in resources} == {"News"}


def test_a_resource_that_is_retained_outlives_its_stack(aws: Any, formation: Any) -> None:
    create_at_once(
        formation, "work", template({"Jobs": {**QUEUE, "DeletionPolicy": "Retain"}, "News": TOPIC})
    )
    stack = formation.describe_stacks(StackName="work")["Stacks"][0]["StackId"]
    formation.delete_stack(StackName="work")
    assert (status(formation, stack), queues(aws)) == ("DELETE_COMPLETE", ["jobs"])
    assert {("Jobs", "DELETE_SKIPPED"), ("News", "DELETE_COMPLETE")} < set(events(formation, stack))


def test_a_stack_that_cannot_be_deleted_stays(aws: Any, formation: Any) -> None:
    create_at_once(formation, "data", template({"Orders": PROTECTED_TABLE}))
    formation.delete_stack(StackName="data")
    assert status(formation, "data") == "DELETE_FAILED"
    assert "protection" in reason(formation, "data", ("data", "DELETE_FAILED")).lower()
    delete_unprotected(aws, formation)


def delete_unprotected(aws: Any, formation: Any) -> None:
    tables = aws.client("dynamodb")
    tables.update_table(TableName="orders", DeletionProtectionEnabled=False)
    formation.delete_stack(StackName="data")
    assert tables.list_tables()["TableNames"] == []
