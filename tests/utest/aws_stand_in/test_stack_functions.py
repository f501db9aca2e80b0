"""Functions of stacks, with their layers, permissions and event sources.

Source: AWS CloudFormation Template Reference, AWS::Lambda::Function, AWS::Lambda::LayerVersion, AWS::Lambda::Permission,
AWS::Lambda::EventSourceMapping.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployment import Deployment, Properties
from test_stack_roles import TRUST

from support.waiting import wait_until

CODE = "def handler(event, context): pass"
FUNCTION: Properties = {
    "FunctionName": "greet",
    "Code": {"ZipFile": CODE},
    "Handler": "index.handler",
    "Role": {"Fn::GetAtt": ["Worker", "Arn"]},
    "Runtime": "python3.12",
    "Architectures": ["arm64"],
    "Description": "greets",
    "Environment": {"Variables": {"TABLE": "orders"}},
    "EphemeralStorage": {"Size": 1024},
    "Layers": [{"Ref": "Tools"}],
    "MemorySize": "256",
    "ReservedConcurrentExecutions": 5,
    "Tags": [{"Key": "team", "Value": "tea"}],
    "Timeout": 20,
    "TracingConfig": {"Mode": "Active"},
}
PLAIN: Properties = {
    "Architectures": ["x86_64"],
    "Description": "",
    "EphemeralStorage": {"Size": 512},
    "Handler": "index.handler",
    "MemorySize": 128,
    "Runtime": "python3.12",
    "Timeout": 3,
    "TracingConfig": {"Mode": "PassThrough"},
    "Environment": {},
    "Layers": [],
}
"""What a function has of which a template says no more than it has to."""
LAYER: Properties = {
    "LayerName": "tools",
    "CompatibleArchitectures": ["arm64"],
    "CompatibleRuntimes": ["python3.12"],
    "Content": {"S3Bucket": "layers", "S3Key": "tools.zip"},
    "Description": "tools",
}
CALL: Properties = {
    "Action": "lambda:InvokeFunction",
    "FunctionName": {"Ref": "Greet"},
    "Principal": "events.amazonaws.com",
    "SourceArn": "arn:aws:events:eu-west-1:123456789012:rule/r",
}


@pytest.fixture
def functions(aws: Any) -> Any:
    """Return a client of Lambda, in whose account a bucket has a layer."""
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="layers", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("python/tools.py", "")
    s3.put_object(Bucket="layers", Key="tools.zip", Body=file.getvalue())
    return aws.client("lambda")


def resources(
    function: Properties = FUNCTION, **more: tuple[str, Properties]
) -> dict[str, tuple[str, Properties]]:
    return {
        "Worker": ("IAM::Role", {"AssumeRolePolicyDocument": TRUST}),
        "Tools": ("Lambda::LayerVersion", LAYER),
        "Greet": ("Lambda::Function", function),
        **more,
    }


def settings(functions: Any) -> dict[str, Any]:
    found = functions.get_function_configuration(FunctionName="greet")
    names = (
        *("Architectures", "Description", "EphemeralStorage", "Handler", "MemorySize", "Runtime", "Timeout"),
        "TracingConfig",
    )
    variables: Mapping[str, str] = found.get("Environment", {}).get("Variables", {})
    layers = [one["Arn"].rpartition(":layer:")[2] for one in found.get("Layers", ())]
    return {**{name: found[name] for name in names}, "Environment": dict(variables), "Layers": layers}


def test_a_function_has_all_that_its_template_says(functions: Any, deploy: Deployment) -> None:
    arn = {"Arn": {"Value": {"Fn::GetAtt": ["Greet", "Arn"]}}}
    status = deploy(outputs=arn, **resources(Caller=("Lambda::Permission", CALL)))
    assert status == "CREATE_COMPLETE"
    assert settings(functions) == {
        **PLAIN,
        "Architectures": ["arm64"],
        "Description": "greets",
        "EphemeralStorage": {"Size": 1024},
        "MemorySize": 256,
        "Timeout": 20,
        "TracingConfig": {"Mode": "Active"},
        "Environment": {"TABLE": "orders"},
        "Layers": ["tools:1"],
    }
    found = functions.get_function(FunctionName="greet")
    assert found["Concurrency"] == {"ReservedConcurrentExecutions": 5}
    assert found["Tags"] == {"team": "tea"}
    assert deploy.outputs == {"Arn": found["Configuration"]["FunctionArn"]}
    layer = functions.get_layer_version(LayerName="tools", VersionNumber=1)
    assert (layer["CompatibleArchitectures"], layer["Description"]) == (["arm64"], "tools")
    (statement,) = json.loads(functions.get_policy(FunctionName="greet")["Policy"])["Statement"]
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Sid"] == deploy.ids["Caller"]


def test_a_function_is_changed_in_place(functions: Any, deploy: Deployment) -> None:
    deploy(**resources())
    before = functions.get_function_configuration(FunctionName="greet")
    names = (
        "FunctionName",
        "Handler",
        "Role",
        "Runtime",
        "Architectures",
        "EphemeralStorage",
        "TracingConfig",
    )
    fewer = {**{name: FUNCTION[name] for name in names}, "Code": {"ZipFile": f"{CODE}  # again"}}
    assert deploy(**resources({**fewer, "Timeout": 30})) == "UPDATE_COMPLETE"
    assert settings(functions) == {
        **PLAIN,
        "Architectures": ["arm64"],
        "EphemeralStorage": {"Size": 1024},
        "Timeout": 30,
        "TracingConfig": {"Mode": "Active"},
    }
    found = functions.get_function(FunctionName="greet")
    assert found["Configuration"]["CodeSha256"] != before["CodeSha256"]
    assert "Concurrency" not in found
    assert found.get("Tags", {}) == {}


def test_a_function_may_have_what_it_needs_alone(functions: Any, deploy: Deployment) -> None:
    needed = {name: FUNCTION[name] for name in ("FunctionName", "Code", "Handler", "Role", "Runtime")}
    assert deploy(**resources(needed)) == "CREATE_COMPLETE"
    assert settings(functions) == PLAIN


def live(version: str, **more: str) -> dict[str, tuple[str, Properties]]:
    """Return versions of the function, and an alias of one."""
    named: Properties = {"FunctionName": {"Ref": "Greet"}}
    number = {"Fn::GetAtt": [version, "Version"]}
    return resources(
        First=("Lambda::Version", {**named, "Description": "first"}),
        Second=("Lambda::Version", named),
        Live=("Lambda::Alias", {**named, "Name": "live", "FunctionVersion": number, **more}),
    )


def test_an_alias_goes_from_version_to_version(functions: Any, deploy: Deployment) -> None:
    assert deploy(**live("First", Description="old")) == "CREATE_COMPLETE"
    versions = functions.list_versions_by_function(FunctionName="greet")["Versions"]
    numbers = {one["FunctionArn"]: one["Version"] for one in versions}
    alias = functions.get_alias(FunctionName="greet", Name="live")
    assert alias["FunctionVersion"] == numbers[deploy.ids["First"]]
    assert (deploy.ids["Live"], alias["Description"]) == (alias["AliasArn"], "old")
    assert deploy(**live("Second", Description="new")) == "UPDATE_COMPLETE"
    alias = functions.get_alias(FunctionName="greet", Name="live")
    assert alias["FunctionVersion"] == numbers[deploy.ids["Second"]]
    assert alias["Description"] == "new"
    deploy.delete()
    assert functions.list_functions(FunctionVersion="ALL")["Functions"] == []


def test_all_go_with_their_stack(functions: Any, deploy: Deployment) -> None:
    deploy(**resources(Caller=("Lambda::Permission", CALL)))
    deploy.delete()
    assert functions.list_functions()["Functions"] == []
    assert functions.list_layers()["Layers"] == []


@pytest.mark.parametrize(("runtime", "file"), [("python3.12", "index.py"), ("nodejs22.x", "index.js")])
def test_code_in_a_template_is_a_file_of_an_archive(
    aws: Any, functions: Any, deploy: Deployment, runtime: str, file: str
) -> None:
    deploy(**resources({**FUNCTION, "Runtime": runtime}))
    from moto.awslambda.utils import get_backend

    code = get_backend(aws.account_id, "eu-west-1").get_function("greet").code_bytes
    with zipfile.ZipFile(io.BytesIO(code)) as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == {file: CODE}


def test_functions_of_a_stack_poll_until_it_is_deleted(functions: Any, deploy: Deployment) -> None:
    source = {
        "FunctionName": {"Ref": "Greet"},
        "EventSourceArn": {"Fn::GetAtt": ["Jobs", "Arn"]},
        "BatchSize": 5,
    }
    polled = resources(Jobs=("SQS::Queue", {}), Source=("Lambda::EventSourceMapping", source))
    assert deploy(**polled) == "CREATE_COMPLETE"
    (mapping,) = functions.list_event_source_mappings(FunctionName="greet")["EventSourceMappings"]
    assert (mapping["UUID"], mapping["BatchSize"]) == (deploy.ids["Source"], 5)
    deploy.delete()
    wait_until(lambda: not functions.list_event_source_mappings()["EventSourceMappings"])


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"SnapStart": {"ApplyOn": "PublishedVersions"}}, "SnapStart of AWS::Lambda::Function in a stack"),
        ({"Code": {"ZipFile": CODE, "Undreamt": "of"}}, "Code/Undreamt in a stack"),
        ({"TracingConfig": {"Mode": "Active", "Undreamt": "of"}}, "TracingConfig/Undreamt in a stack"),
    ],
)
def test_unsupported_properties_are_refused(
    functions: Any, deploy: Deployment, more: Properties, said: str
) -> None:
    with pytest.raises(ClientError, match=f"does not imitate {said}"):
        deploy(**resources({**FUNCTION, **more}))
    assert functions.list_functions()["Functions"] == []


@pytest.mark.usefixtures("functions")
def test_a_runtime_stays(deploy: Deployment) -> None:
    deploy(**resources())
    without = {name: value for name, value in FUNCTION.items() if name != "Runtime"}
    with pytest.raises(ClientError, match="changes of Runtime of AWS::Lambda::Function in a stack"):
        deploy(**resources(without))
