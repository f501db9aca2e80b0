"""Clients that are not boto3: the AWS CLI, the AWS SDK for JavaScript and the AWS CDK."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest

JAVASCRIPT = Path(__file__).with_name("javascript")
CDK = Path(__file__).with_name("cdk")


@pytest.fixture
def variables(standalone: dict[str, str], account_id: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {**kept, **standalone, "AWS_ACCESS_KEY_ID": account_id}


def cli(variables: dict[str, str], *arguments: str, data: bytes | None = None) -> str:
    command = shutil.which("aws")
    if command is None:
        pytest.skip("the AWS CLI is not installed (pip install awscli in an environment of its own)")
    done = subprocess.run(
        [command, *arguments],
        env={**variables, "AWS_PAGER": ""},
        input=data,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_aws_cli_copies_a_file_and_reads_it_back(variables: dict[str, str]) -> None:
    cli(variables, "s3", "mb", "s3://bucket")
    cli(variables, "s3", "cp", "-", "s3://bucket/key", data=b"hello")
    assert cli(variables, "s3", "cp", "s3://bucket/key", "-") == "hello"


def test_aws_cli_speaks_json_and_query_protocols(variables: dict[str, str]) -> None:
    # Version 1 of the CLI ignores AWS_ENDPOINT_URL for SQS: it has an older host name of its own for it.
    endpoint = ("--endpoint-url", variables["AWS_ENDPOINT_URL"])
    created = json.loads(cli(variables, *endpoint, "sqs", "create-queue", "--queue-name", "queue"))
    assert created["QueueUrl"].endswith(f"/{variables['AWS_ACCESS_KEY_ID']}/queue")
    identity = json.loads(cli(variables, "sts", "get-caller-identity"))
    assert identity["Account"] == variables["AWS_ACCESS_KEY_ID"]


def test_aws_cli_deploys_a_stack_once(variables: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "stack.yaml").write_text("""
Parameters:
  Title: {Type: String}
Resources:
  News: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Title}}
""")
    formation = ("--endpoint-url", variables["AWS_ENDPOINT_URL"], "cloudformation")
    deploy = (*formation, "deploy", "--stack-name", "news", "--template-file", str(tmp_path / "stack.yaml"))
    assert "Successfully created/updated stack" in cli(variables, *deploy, "--parameter-overrides", "Title=a")
    assert "No changes to deploy" in cli(variables, *deploy, "--no-fail-on-empty-changeset")
    cli(variables, *formation, "delete-stack", "--stack-name", "news")
    cli(variables, *formation, "wait", "stack-delete-complete", "--stack-name", "news")


# ---------------------------------------------------------------------------------------------- JavaScript


def test_javascript_sdk_works(variables: dict[str, str]) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    if not (JAVASCRIPT / "node_modules").is_dir():
        pytest.skip(
            "the AWS SDK for JavaScript is not installed: npm install in tests/utest/aws_stand_in/javascript"
        )
    done = subprocess.run(
        [node, "journey.js"],
        cwd=JAVASCRIPT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found == {
        "item": "7",
        "object": "hello",
        "message": "hello",
        "published": True,
        "answer": "Press P to descale.",
        "missing": "NoSuchKey",
    }


# ------------------------------------------------------------------------------------------------- CDK


def cdk(variables: dict[str, str], home: Path, *arguments: str) -> dict[str, dict[str, str]]:
    """Run the CDK, and return the outputs of the stacks that it has deployed."""
    command = CDK / "node_modules" / ".bin" / "cdk"
    if not command.is_file() or shutil.which("node") is None:
        pytest.skip("the AWS CDK is not installed: npm install in tests/utest/aws_stand_in/cdk")
    outputs = home / "outputs.json"
    done = subprocess.run(
        [command, *arguments, "--no-notices", "--ci", "--output", home / "cdk.out"],
        cwd=CDK,
        env={**variables, "HOME": str(home), "CDK_DISABLE_CLI_TELEMETRY": "true"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, dict[str, str]] = json.loads(outputs.read_text()) if outputs.exists() else {}
    return found


@pytest.mark.timeout(300)
def test_cdk_deploys_and_destroys_stacks(variables: dict[str, str], tmp_path: Path) -> None:
    account_id, region = variables["AWS_ACCESS_KEY_ID"], variables["AWS_REGION"]

    def client(service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=variables["AWS_ENDPOINT_URL"],
            aws_access_key_id=account_id,
            aws_secret_access_key="any",
            region_name=region,
        )

    cdk(variables, tmp_path, "bootstrap", f"aws://{account_id}/{region}")
    deploy = ("deploy", "--all", "--require-approval", "never", "--outputs-file", f"{tmp_path}/outputs.json")
    outputs = cdk(variables, tmp_path, *deploy)
    client("dynamodb").put_item(TableName="orders", Item={"id": {"S": "1"}})
    client("s3").put_object(Bucket="things", Key="a", Body=b"hello")
    [rule] = client("s3").get_bucket_lifecycle_configuration(Bucket="things")["Rules"]
    assert (rule["Filter"], rule["Expiration"]) == ({"Prefix": "tmp/"}, {"Days": 7})
    [allowed] = client("s3").get_bucket_cors(Bucket="things")["CORSRules"]
    assert (allowed["AllowedMethods"], allowed["AllowedOrigins"]) == (["PUT"], ["https://example.com"])
    reader = {"Username": "ada@example.com", "Password": "c0rrect-Horse"}
    signed_up = client("cognito-idp").sign_up(ClientId=outputs["Data"]["ClientId"], **reader)
    assert not signed_up["UserConfirmed"]
    client("sns").publish(TopicArn=f"arn:aws:sns:{region}:{account_id}:news", Message="hello")
    [message] = client("sqs").receive_message(QueueUrl=outputs["Work"]["QueueUrl"])["Messages"]
    assert json.loads(message["Body"])["Message"] == "hello"
    assert client("ssm").get_parameter(Name="/orders/table")["Parameter"]["Value"].endswith(":table/orders")
    require_shop(client)
    client("s3").delete_object(Bucket="things", Key="a")
    cdk(variables, tmp_path, "destroy", "--all", "--force")
    assert client("dynamodb").list_tables()["TableNames"] == []
    assert "QueueUrls" not in client("sqs").list_queues()
    assert client("cognito-idp").list_user_pools(MaxResults=10)["UserPools"] == []
    assert client("lambda").list_functions()["Functions"] == []
    assert client("apigateway").get_rest_apis()["items"] == []


def require_shop(client: Callable[[str], Any]) -> None:
    """Require what the stack `Shop` has of services that most backends need."""
    secret = json.loads(client("secretsmanager").get_secret_value(SecretId="database")["SecretString"])
    assert (secret["username"], len(secret["password"])) == ("main", 32)
    encrypted = client("kms").encrypt(KeyId="alias/orders", Plaintext=b"hello")["CiphertextBlob"]
    assert client("kms").decrypt(CiphertextBlob=encrypted)["Plaintext"] == b"hello"
    [group] = client("logs").describe_log_groups(logGroupNamePrefix="orders")["logGroups"]
    assert group["retentionInDays"] == 7
    clicks = client("kinesis").describe_stream_summary(StreamName="clicks")["StreamDescriptionSummary"]
    assert clicks["OpenShardCount"] == 2
    greeting = client("lambda").invoke(FunctionName="greet", Payload=b'{"name": "Ada"}')["Payload"].read()
    assert json.loads(greeting) == "Hello, Ada"
    role = client("lambda").get_function_configuration(FunctionName="greet")["Role"].rpartition("/")[2]
    [attached] = client("iam").list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    assert attached["PolicyName"] == "AWSLambdaBasicExecutionRole"
    assert client("lambda").get_alias(FunctionName="greet", Name="live")["FunctionVersion"] == "1"
    [api] = client("apigateway").get_rest_apis()["items"]
    [stage] = client("apigateway").get_stages(restApiId=api["id"])["item"]
    assert (api["name"], stage["stageName"]) == ("shop", "prod")
    event = {"EventBusName": "shop", "Source": "shop", "DetailType": "order", "Detail": "{}"}
    assert client("events").put_events(Entries=[event])["FailedEntryCount"] == 0
    url = client("sqs").get_queue_url(QueueName="ordered")["QueueUrl"]
    [message] = client("sqs").receive_message(QueueUrl=url)["Messages"]
    assert json.loads(message["Body"])["source"] == "shop"
