"""Stacks that are updated: rollbacks that fail and go on, change sets, conditions and parameters, protection, descriptions.

Source: AWS CloudFormation User Guide, "Continue rolling back an update", "Update CloudFormation stacks using change sets",
"Protect CloudFormation stacks from being deleted", "Understand update behaviors of stack resources"; AWS CloudFormation API
reference, the pages of the operations.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

from support.stack_resources import PROTECTED_TABLE

TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "news"}}
WRONG = {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 43_201}}


def template(resources: Mapping[str, Any], **sections: Any) -> str:
    return json.dumps({"Resources": resources, **sections})


def queue(name: str, **properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name, **properties}}


@pytest.fixture
def formation(aws: Any) -> Any:
    return aws.client("cloudformation")


def stack(formation: Any, name: str = "work") -> dict[str, Any]:
    described: dict[str, Any] = formation.describe_stacks(StackName=name)["Stacks"][0]
    return described


def status(formation: Any) -> str:
    return str(stack(formation)["StackStatus"])


def events(formation: Any) -> list[tuple[str, str]]:
    found = formation.describe_stack_events(StackName="work")["StackEvents"]
    return [(one["LogicalResourceId"], one["ResourceStatus"]) for one in reversed(found)]


def resources(formation: Any) -> dict[str, str]:
    found = formation.describe_stack_resources(StackName="work")["StackResources"]
    return {one["LogicalResourceId"]: one["ResourceStatus"] for one in found}


# ----------------------------------------------------------------------------------------------- rollbacks


@pytest.fixture
def _half_rolled_back(aws: Any, formation: Any) -> None:
    """Have a stack whose queue cannot get its dead-letter queue back, which no longer takes what it sends."""
    queues = aws.client("sqs")
    queues.create_queue(QueueName="dead")
    dead = f"arn:aws:sqs:eu-west-1:{aws.account_id}:dead"
    redrive = json.dumps({"deadLetterTargetArn": dead, "maxReceiveCount": 2})
    before = {"Jobs": queue("jobs", RedrivePolicy=redrive), "Wrong": queue("wrong")}
    formation.create_stack(StackName="work", TemplateBody=template(before))
    let_queues_redrive(aws, "denyAll")
    after = {"Jobs": queue("jobs"), "Wrong": queue("wrong", VisibilityTimeout=43_201)}
    formation.update_stack(StackName="work", TemplateBody=template(after))


def let_queues_redrive(aws: Any, permission: str) -> None:
    """Say whether other queues may have `dead` as their dead-letter queue."""
    aws.client("sqs").set_queue_attributes(
        QueueUrl=f"{aws.endpoint_url}/{aws.account_id}/dead",
        Attributes={"RedriveAllowPolicy": json.dumps({"redrivePermission": permission})},
    )


def redrive_policy(aws: Any) -> str | None:
    url = f"{aws.endpoint_url}/{aws.account_id}/jobs"
    found = aws.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return found.get("RedrivePolicy") or None


@pytest.mark.usefixtures("_half_rolled_back")
def test_a_rollback_that_fails_goes_on_when_its_cause_is_gone(aws: Any, formation: Any) -> None:
    assert status(formation) == "UPDATE_ROLLBACK_FAILED"
    assert stack(formation)["StackStatusReason"] == "The following resource(s) failed to update: [Jobs]."
    with pytest.raises(ClientError, match="is in UPDATE_ROLLBACK_FAILED state and can not be updated"):
        formation.update_stack(StackName="work", TemplateBody=template({"News": TOPIC}))
    formation.continue_update_rollback(StackName="work")
    assert (status(formation), redrive_policy(aws)) == ("UPDATE_ROLLBACK_FAILED", None)
    let_queues_redrive(aws, "allowAll")
    formation.continue_update_rollback(StackName="work")
    assert (status(formation), set(resources(formation))) == ("UPDATE_ROLLBACK_COMPLETE", {"Jobs", "Wrong"})
    assert json.loads(redrive_policy(aws) or "{}")["maxReceiveCount"] == 2
    with pytest.raises(ClientError, match="UPDATE_ROLLBACK_COMPLETE state and can not continue rollback"):
        formation.continue_update_rollback(StackName="work")


@pytest.mark.usefixtures("_half_rolled_back")
def test_a_rollback_skips_resources_that_have_failed(aws: Any, formation: Any) -> None:
    with pytest.raises(ClientError, match="can not be skipped"):
        formation.continue_update_rollback(StackName="work", ResourcesToSkip=["Other"])
    formation.continue_update_rollback(StackName="work", ResourcesToSkip=["Jobs"])
    assert (status(formation), resources(formation)["Jobs"]) == (
        "UPDATE_ROLLBACK_COMPLETE",
        "UPDATE_COMPLETE",
    )
    assert redrive_policy(aws) is None


def test_an_update_that_fails_may_be_kept_and_rolled_back_later(aws: Any, formation: Any) -> None:
    formation.create_stack(StackName="work", TemplateBody=template({"Jobs": queue("jobs")}))
    failing = template({"Jobs": queue("jobs"), "More": queue("more"), "Wrong": WRONG})
    formation.update_stack(StackName="work", TemplateBody=failing, DisableRollback=True)
    assert (status(formation), stack(formation)["DisableRollback"]) == ("UPDATE_FAILED", True)
    assert set(resources(formation)) == {"Jobs", "More"}
    formation.rollback_stack(StackName="work")
    assert (status(formation), list(resources(formation))) == ("UPDATE_ROLLBACK_COMPLETE", ["Jobs"])


def test_a_failed_update_without_rollback_can_be_updated_again(formation: Any) -> None:
    formation.create_stack(StackName="work", TemplateBody=template({"Jobs": queue("jobs")}))
    failing = template({"Jobs": queue("jobs"), "Wrong": WRONG})
    formation.update_stack(StackName="work", TemplateBody=failing, DisableRollback=True)
    mended = template({"Jobs": queue("jobs"), "Wrong": queue("right")})
    formation.update_stack(StackName="work", TemplateBody=mended)
    assert (status(formation), set(resources(formation))) == ("UPDATE_COMPLETE", {"Jobs", "Wrong"})


def test_a_creation_that_was_kept_is_rolled_back(aws: Any, formation: Any) -> None:
    broken = template({"Jobs": queue("jobs"), "Wrong": {**WRONG, "DependsOn": "Jobs"}})
    formation.create_stack(StackName="work", TemplateBody=broken, OnFailure="DO_NOTHING")
    assert (status(formation), list(resources(formation))) == ("CREATE_FAILED", ["Jobs"])
    formation.rollback_stack(StackName="work")
    assert (status(formation), resources(formation)) == ("ROLLBACK_COMPLETE", {})


def test_a_resource_that_cannot_be_deleted_does_not_fail_the_update(aws: Any, formation: Any) -> None:
    formation.create_stack(
        StackName="work", TemplateBody=template({"Orders": PROTECTED_TABLE, "News": TOPIC})
    )
    formation.update_stack(StackName="work", TemplateBody=template({"News": TOPIC}))
    assert (status(formation), list(resources(formation))) == ("UPDATE_COMPLETE", ["News"])
    assert events(formation)[-3:] == [
        ("work", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
        ("Orders", "DELETE_FAILED"),
        ("work", "UPDATE_COMPLETE"),
    ]
    assert aws.client("dynamodb").list_tables()["TableNames"] == ["orders"]


# -------------------------------------------------------------------------------- parameters and conditions

CONDITIONAL = template(
    {"Jobs": queue("jobs"), "More": {**queue("more"), "Condition": "Large"}},
    Parameters={"Size": {"Type": "String", "Default": "small"}},
    Conditions={"Large": {"Fn::Equals": [{"Ref": "Size"}, "large"]}},
)


def sized(size: str) -> list[dict[str, str]]:
    return [{"ParameterKey": "Size", "ParameterValue": size}]


def test_resources_come_and_go_with_their_condition(formation: Any) -> None:
    formation.create_stack(StackName="work", TemplateBody=CONDITIONAL)
    assert list(resources(formation)) == ["Jobs"]
    formation.update_stack(StackName="work", UsePreviousTemplate=True, Parameters=sized("large"))
    assert set(resources(formation)) == {"Jobs", "More"}
    formation.update_stack(StackName="work", UsePreviousTemplate=True, Parameters=sized("small"))
    assert (status(formation), list(resources(formation))) == ("UPDATE_COMPLETE", ["Jobs"])


@pytest.mark.parametrize(
    "shown", [{"Fn::Sub": "${Size} news"}, {"Fn::If": ["Large", "large news", "small news"]}]
)
def test_a_parameter_changes_what_uses_it(aws: Any, formation: Any, shown: Any) -> None:
    news = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "news", "DisplayName": shown}}
    parts = json.loads(CONDITIONAL) | {"Resources": {"News": news}}
    formation.create_stack(StackName="work", TemplateBody=json.dumps(parts), Parameters=sized("large"))
    formation.update_stack(StackName="work", UsePreviousTemplate=True)
    topic = f"arn:aws:sns:eu-west-1:{aws.account_id}:news"
    attributes = aws.client("sns").get_topic_attributes(TopicArn=topic)["Attributes"]
    assert attributes["DisplayName"] == "small news"


def test_parameters_are_shown_as_they_were_given(aws: Any, formation: Any) -> None:
    aws.client("ssm").put_parameter(Name="/title", Value="Daily", Type="String")
    declared = {
        "Secret": {"Type": "String", "NoEcho": True},
        "Names": {"Type": "CommaDelimitedList", "Default": "a,b"},
        "Number": {"Type": "Number", "Default": 3},
        "Stored": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/title"},
    }
    given = [{"ParameterKey": "Secret", "ParameterValue": "hush"}]
    formation.create_stack(
        StackName="work", TemplateBody=template({"News": TOPIC}, Parameters=declared), Parameters=given
    )
    shown = {one.pop("ParameterKey"): one for one in stack(formation)["Parameters"]}
    assert shown == {
        "Secret": {"ParameterValue": "****"},
        "Names": {"ParameterValue": "a,b"},
        "Number": {"ParameterValue": "3"},
        "Stored": {"ParameterValue": "/title", "ResolvedValue": "Daily"},
    }


# --------------------------------------------------------------------------------------------- change sets


def created_set(formation: Any, name: str, body: str, **more: Any) -> dict[str, Any]:
    formation.create_change_set(StackName="work", ChangeSetName=name, TemplateBody=body, **more)
    described: dict[str, Any] = formation.describe_change_set(StackName="work", ChangeSetName=name)
    return described


def test_a_change_set_says_what_it_would_change(formation: Any) -> None:
    parameters = {"Title": {"Type": "String", "Default": "old"}}
    titled = {**TOPIC, "Properties": {"TopicName": "news", "DisplayName": {"Ref": "Title"}}}
    before = {"Jobs": queue("jobs"), "Old": queue("old"), "News": titled}
    formation.create_stack(StackName="work", TemplateBody=template(before, Parameters=parameters))
    after = {"Jobs": queue("jobs", DelaySeconds=1), "New": queue("new"), "News": titled}
    given = [{"ParameterKey": "Title", "ParameterValue": "new"}]
    described = created_set(formation, "next", template(after, Parameters=parameters), Parameters=given)
    assert (described["Status"], described["ExecutionStatus"]) == ("CREATE_COMPLETE", "AVAILABLE")
    changes = {
        one["ResourceChange"]["LogicalResourceId"]: one["ResourceChange"] for one in described["Changes"]
    }
    assert {name: one["Action"] for name, one in changes.items()} == {
        "New": "Add", "Jobs": "Modify", "News": "Modify", "Old": "Remove",
    }  # fmt: skip
    assert (changes["Jobs"]["Replacement"], changes["Jobs"]["Scope"]) == ("False", ["Properties"])
    assert changes["Jobs"]["Details"][0]["Target"] == {
        "Attribute": "Properties", "Name": "DelaySeconds", "RequiresRecreation": "Never",
    }  # fmt: skip
    [cause] = changes["News"]["Details"]
    assert (cause["ChangeSource"], cause["CausingEntity"]) == ("ParameterReference", "Title")
    assert changes["Old"]["PhysicalResourceId"].endswith("/old")


def test_a_change_set_without_changes_has_failed(formation: Any) -> None:
    formation.create_stack(StackName="work", TemplateBody=template({"News": TOPIC}))
    described = created_set(formation, "same", template({"News": TOPIC}))
    assert (described["Status"], described["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")
    assert described["StatusReason"] == (
        "The submitted information didn't contain changes. Submit different information to create a change set."
    )
    with pytest.raises(ClientError, match=r"InvalidChangeSetStatus.*in its current status of \[FAILED\]"):
        formation.execute_change_set(StackName="work", ChangeSetName="same")
    tagged = created_set(formation, "tagged", template({"News": TOPIC}), Tags=[{"Key": "team", "Value": "a"}])
    assert tagged["Status"] == "CREATE_COMPLETE"
    formation.execute_change_set(StackName="work", ChangeSetName="tagged")
    assert stack(formation)["Tags"] == [{"Key": "team", "Value": "a"}]


def test_several_change_sets_may_create_a_stack(formation: Any) -> None:
    first = created_set(formation, "first", template({"News": TOPIC}), ChangeSetType="CREATE")
    second = created_set(formation, "second", template({"Jobs": queue("jobs")}), ChangeSetType="CREATE")
    assert first["StackId"] == second["StackId"]
    assert status(formation) == "REVIEW_IN_PROGRESS"
    with pytest.raises(ClientError, match=r"AlreadyExistsException.*ChangeSet first already exists"):
        created_set(formation, "first", template({"News": TOPIC}), ChangeSetType="CREATE")
    with pytest.raises(ClientError, match="is in REVIEW_IN_PROGRESS state and can not be updated"):
        created_set(formation, "third", template({"News": TOPIC}), ChangeSetType="UPDATE")
    formation.execute_change_set(ChangeSetName=second["ChangeSetId"])
    assert (status(formation), list(resources(formation))) == ("CREATE_COMPLETE", ["Jobs"])
    [left] = formation.list_change_sets(StackName="work")["Summaries"]
    assert (left["ChangeSetName"], left["ExecutionStatus"]) == ("second", "EXECUTE_COMPLETE")


def test_change_sets_belong_to_their_stack(formation: Any) -> None:
    created_set(formation, "next", template({"News": TOPIC}), ChangeSetType="CREATE")
    formation.create_change_set(
        StackName="other",
        ChangeSetName="next",
        ChangeSetType="CREATE",
        TemplateBody=template({"Jobs": queue("jobs")}),
    )
    formation.delete_change_set(StackName="work", ChangeSetName="next")
    assert formation.list_change_sets(StackName="work")["Summaries"] == []
    [left] = formation.list_change_sets(StackName="other")["Summaries"]
    assert left["StackName"] == "other"


def test_a_change_set_says_what_becomes_of_a_failure(formation: Any) -> None:
    broken = template({"Jobs": queue("jobs"), "Wrong": {**WRONG, "DependsOn": "Jobs"}})
    described = created_set(formation, "broken", broken, ChangeSetType="CREATE", OnStackFailure="DO_NOTHING")
    assert described["OnStackFailure"] == "DO_NOTHING"
    formation.execute_change_set(StackName="work", ChangeSetName="broken")
    assert (status(formation), list(resources(formation))) == ("CREATE_FAILED", ["Jobs"])


# ------------------------------------------------------------------------------------------------ protection


ALLOWED = {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}


def policy(*denied: Mapping[str, Any]) -> str:
    return json.dumps({"Statement": [ALLOWED, *({**ALLOWED, "Effect": "Deny", **one} for one in denied)]})


def protected(formation: Any) -> list[tuple[str, str]]:
    """Return the resources that a policy has protected, with the reasons."""
    found = formation.describe_stack_events(StackName="work")["StackEvents"]
    return [
        (one["LogicalResourceId"], one["ResourceStatusReason"])
        for one in found
        if one["ResourceStatus"] == "UPDATE_FAILED"
    ]


@pytest.mark.parametrize(
    ("protecting", "after", "reason"),
    [
        (
            policy({"Resource": "LogicalResourceId/Jobs"}), {"Jobs": queue("jobs", DelaySeconds=1), "News": TOPIC},
            "Statement [#2] does not allow [Update:Modify] for resource [LogicalResourceId/Jobs]",
        ),
        (
            policy({"Action": "Update:Delete"}), {"News": TOPIC},
            "Statement [#2] does not allow [Update:Delete] for resource [LogicalResourceId/Jobs]",
        ),
        (
            policy({"Condition": {"StringEquals": {"ResourceType": ["AWS::SQS::Queue"]}}}), {"News": TOPIC},
            "Statement [#2] does not allow [Update:Delete] for resource [LogicalResourceId/Jobs]",
        ),
        (
            json.dumps({"Statement": {**ALLOWED, "Resource": "LogicalResourceId/News"}}), {"News": TOPIC},
            "no statement allows [Update:Delete] for resource [LogicalResourceId/Jobs]",
        ),
    ],
)  # fmt: skip
def test_a_resource_that_a_policy_protects_is_not_changed(
    formation: Any, protecting: str, after: dict[str, Any], reason: str
) -> None:
    before = template({"Jobs": queue("jobs"), "News": TOPIC})
    formation.create_stack(StackName="work", TemplateBody=before, StackPolicyBody=protecting)
    assert formation.get_stack_policy(StackName="work")["StackPolicyBody"] == protecting
    formation.update_stack(StackName="work", TemplateBody=template(after))
    assert (status(formation), protected(formation)) == (
        "UPDATE_ROLLBACK_COMPLETE", [("Jobs", f"Action denied by stack policy: {reason}")],
    )  # fmt: skip
    formation.update_stack(
        StackName="work", TemplateBody=template(after), StackPolicyDuringUpdateBody=policy()
    )
    assert (status(formation), len(protected(formation))) == ("UPDATE_COMPLETE", 1)


def test_a_policy_lets_other_resources_change(formation: Any) -> None:
    formation.create_stack(StackName="work", TemplateBody=template({"Jobs": queue("jobs"), "News": TOPIC}))
    assert "StackPolicyBody" not in formation.get_stack_policy(StackName="work")
    formation.set_stack_policy(
        StackName="work", StackPolicyBody=policy({"Resource": "LogicalResourceId/Jobs"})
    )
    after = template({"Jobs": queue("jobs"), "More": queue("more")})
    formation.update_stack(StackName="work", TemplateBody=after)
    assert (status(formation), set(resources(formation))) == ("UPDATE_COMPLETE", {"Jobs", "More"})


@pytest.mark.parametrize("text", ["{", "[]", '{"Statement": [{"Effect": "Allow"}]}'])
def test_an_invalid_stack_policy_is_refused(formation: Any, text: str) -> None:
    formation.create_stack(StackName="work", TemplateBody=template({"News": TOPIC}))
    with pytest.raises(ClientError, match="Error validating stack policy: Invalid stack policy"):
        formation.set_stack_policy(StackName="work", StackPolicyBody=text)
    assert "StackPolicyBody" not in formation.get_stack_policy(StackName="work")


def test_a_stack_that_is_protected_is_not_deleted(formation: Any) -> None:
    formation.create_stack(
        StackName="work", TemplateBody=template({"News": TOPIC}), EnableTerminationProtection=True
    )
    with pytest.raises(
        ClientError, match=r"Stack \[work\] cannot be deleted while TerminationProtection is enabled"
    ):
        formation.delete_stack(StackName="work")
    assert stack(formation)["EnableTerminationProtection"] is True
    formation.update_termination_protection(StackName="work", EnableTerminationProtection=False)
    formation.delete_stack(StackName="work")
    with pytest.raises(ClientError, match="Stack with id work does not exist"):
        stack(formation)


def test_a_stack_that_cannot_be_deleted_may_leave_its_resource(aws: Any, formation: Any) -> None:
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "kept-things"}}
    formation.create_stack(StackName="work", TemplateBody=template({"Things": bucket, "News": TOPIC}))
    aws.client("s3").put_object(Bucket="kept-things", Key="a", Body=b"a")
    formation.delete_stack(StackName="work")
    assert status(formation) == "DELETE_FAILED"
    formation.delete_stack(StackName="work", RetainResources=["Things"])
    with pytest.raises(ClientError, match="Stack with id work does not exist"):
        stack(formation)
    assert [one["Name"] for one in aws.client("s3").list_buckets()["Buckets"]] == ["kept-things"]


# ---------------------------------------------------------------------------------------------- descriptions


def test_importers_are_listed(formation: Any) -> None:
    output = {"Title": {"Value": "Daily", "Export": {"Name": "title"}}}
    formation.create_stack(StackName="work", TemplateBody=template({"News": TOPIC}, Outputs=output))
    with pytest.raises(ClientError, match="Export 'title' is not imported by any stack"):
        formation.list_imports(ExportName="title")
    importing = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::ImportValue": "title"}}}
    formation.create_stack(StackName="reader", TemplateBody=template({"Other": importing}))
    assert formation.list_imports(ExportName="title")["Imports"] == ["reader"]


def test_an_output_has_the_name_by_which_it_is_exported(formation: Any) -> None:
    outputs = {
        "Shown": {"Value": "same"},
        "Shared": {"Value": "same", "Export": {"Name": {"Fn::Sub": "${AWS::StackName}-title"}}},
    }
    formation.create_stack(StackName="work", TemplateBody=template({"News": TOPIC}, Outputs=outputs))
    found = {one["OutputKey"]: one.get("ExportName") for one in stack(formation)["Outputs"]}
    assert found == {"Shown": None, "Shared": "work-title"}


def test_events_have_the_token_of_their_request(formation: Any) -> None:
    formation.create_stack(
        StackName="work", TemplateBody=template({"News": TOPIC}), ClientRequestToken="first"
    )
    formation.update_stack(
        StackName="work", TemplateBody=template({"Jobs": queue("jobs")}), ClientRequestToken="second"
    )
    found = formation.describe_stack_events(StackName="work")["StackEvents"]
    tokens = [one["ClientRequestToken"] for one in found]
    assert (tokens[0], tokens[-1], set(tokens)) == ("second", "first", {"first", "second"})
    assert found[0]["ResourceStatus"] == "UPDATE_COMPLETE"


def test_long_lists_have_pages(formation: Any) -> None:
    many = {f"Queue{number}": queue(f"q{number}") for number in range(101)}
    formation.create_stack(StackName="work", TemplateBody=template(many))
    first = formation.list_stack_resources(StackName="work")
    rest = formation.list_stack_resources(StackName="work", NextToken=first["NextToken"])
    assert (len(first["StackResourceSummaries"]), len(rest["StackResourceSummaries"])) == (100, 1)
    pages = formation.get_paginator("describe_stack_events").paginate(StackName="work")
    assert sum(len(page["StackEvents"]) for page in pages) == 103


def test_stacks_are_waited_for(formation: Any) -> None:
    formation.create_stack(
        StackName="work",
        TemplateBody=template({"News": TOPIC}),
        Capabilities=["CAPABILITY_IAM"],
        TimeoutInMinutes=5,
    )
    formation.get_waiter("stack_create_complete").wait(StackName="work")
    described = stack(formation)
    assert (described["Capabilities"], described["TimeoutInMinutes"]) == (["CAPABILITY_IAM"], 5)
    assert "LastUpdatedTime" not in described
    formation.update_stack(StackName="work", TemplateBody=template({"Jobs": queue("jobs")}))
    formation.get_waiter("stack_update_complete").wait(StackName="work")
    assert stack(formation)["LastUpdatedTime"] >= described["CreationTime"]
    formation.delete_stack(StackName=described["StackId"])
    formation.get_waiter("stack_delete_complete").wait(StackName="work")
    [gone] = formation.list_stacks(StackStatusFilter=["DELETE_COMPLETE"])["StackSummaries"]
    assert gone["DeletionTime"] >= gone["LastUpdatedTime"]


def test_a_resource_is_described_with_its_stack(formation: Any) -> None:
    news = {**TOPIC, "Metadata": {"owner": "ada"}}
    formation.create_stack(StackName="work", TemplateBody=template({"News": news}))
    detail = formation.describe_stack_resource(StackName="work", LogicalResourceId="News")[
        "StackResourceDetail"
    ]
    [by_physical_id] = formation.describe_stack_resources(PhysicalResourceId=detail["PhysicalResourceId"])[
        "StackResources"
    ]
    assert (json.loads(detail["Metadata"]), by_physical_id["StackName"]) == ({"owner": "ada"}, "work")
    assert detail["LastUpdatedTimestamp"] >= stack(formation)["CreationTime"]


def test_a_template_is_got_from_a_change_set(formation: Any) -> None:
    formation.create_stack(StackName="work", TemplateBody=template({"News": TOPIC}))
    created_set(formation, "next", template({"Jobs": queue("jobs")}))
    now = formation.get_template(StackName="work")
    then = formation.get_template(StackName="work", ChangeSetName="next")
    assert (list(now["TemplateBody"]["Resources"]), list(then["TemplateBody"]["Resources"])) == (
        ["News"],
        ["Jobs"],
    )
    assert now["StagesAvailable"] == ["Original", "Processed"]
