"""What exists when the fuzz of a service begins: at least one of each thing that its operations are about.

A function makes resources with boto3 clients and returns the values of members that name them, for `ModelFuzz`.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Clients = Callable[[str], Any]
Known = Mapping[str, Sequence[Any]]
Resources = Callable[[Clients], Known]

TRUST = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]})  # fmt: skip
MODEL = "anthropic.claude-3-haiku-20240307-v1:0"
MODELS = (
    MODEL,
    "amazon.titan-embed-text-v2:0",
    "amazon.nova-lite-v1:0",
    "meta.llama3-8b-instruct-v1:0",
    "mistral.mistral-7b-instruct-v0:2",
    "mistral.mistral-large-2402-v1:0",
    "amazon.titan-text-express-v1",
    "cohere.command-r-v1:0",
    "cohere.command-text-v14",
    "cohere.embed-english-v3",
    "eu.anthropic.claude-3-7-sonnet-20250219-v1:0",
)


def s3(clients: Clients) -> Known:
    client = clients("s3")
    place = {"LocationConstraint": "eu-west-1"}
    for bucket in ("things", "versions"):
        client.create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    client.put_bucket_versioning(Bucket="versions", VersioningConfiguration={"Status": "Enabled"})
    versions = [client.put_object(Bucket=b, Key="a/b c", Body=b"hello") for b in ("things", "versions")]
    upload = client.create_multipart_upload(Bucket="things", Key="parts")["UploadId"]
    etag = client.upload_part(Bucket="things", Key="parts", UploadId=upload, PartNumber=1, Body=b"part")[
        "ETag"
    ]
    return {
        "Bucket": ["things", "versions"], "Key": ["a/b c", "parts", "new"], "UploadId": [upload, "unknown"],
        "VersionId": [versions[1]["VersionId"], "null", "unknown"], "CopySource": ["things/a/b%20c", "versions/a/b c?versionId=null", "/", "things"],
        "ETag": [etag, versions[0]["ETag"]], "PartNumber": [1, 2, 10_000], "Body": ["text", ""], "ExpectedBucketOwner": ["000000000042"],
        "Range": ["bytes=0-1", "bytes=9-", "bytes=-0", "lines=1"], "TopicArn": ["arn:aws:sns:eu-west-1:000000000042:topic"],
        "QueueArn": ["arn:aws:sqs:eu-west-1:000000000042:queue"],
    }  # fmt: skip


def cognito_idp(clients: Clients) -> Known:
    client = clients("cognito-idp")
    pool = client.create_user_pool(PoolName="pool", AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
    flows = [
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
        "ALLOW_CUSTOM_AUTH",
        "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    ]
    app = client.create_user_pool_client(UserPoolId=pool, ClientName="app", ExplicitAuthFlows=flows)[
        "UserPoolClient"
    ]["ClientId"]
    for user in ("ann", "bob"):
        client.admin_create_user(
            UserPoolId=pool, Username=user, UserAttributes=[{"Name": "email", "Value": f"{user}@example.com"}]
        )
    client.admin_set_user_password(
        UserPoolId=pool, Username="ann", Password="Correct-Horse-1", Permanent=True
    )
    client.create_group(UserPoolId=pool, GroupName="group")
    parameters = {"USERNAME": "ann", "PASSWORD": "Correct-Horse-1"}
    tokens = client.initiate_auth(ClientId=app, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)[
        "AuthenticationResult"
    ]
    return {
        "UserPoolId": [pool, "eu-west-1_unknown00"], "ClientId": [app, "unknown"], "Username": ["ann", "bob", "nobody"], "GroupName": ["group"],
        "AccessToken": [tokens["AccessToken"], "a.b.c"], "RefreshToken": [tokens["RefreshToken"]], "Token": [tokens["RefreshToken"]],
        "AuthParameters": [parameters, {"REFRESH_TOKEN": tokens["RefreshToken"]}, {"USERNAME": "ann", "SRP_A": "a1"}, {}],
        "AuthFlow": ["USER_PASSWORD_AUTH", "USER_SRP_AUTH", "REFRESH_TOKEN_AUTH", "CUSTOM_AUTH", "ADMIN_USER_PASSWORD_AUTH"],
        "ChallengeName": ["PASSWORD_VERIFIER", "NEW_PASSWORD_REQUIRED", "SMS_MFA", "CUSTOM_CHALLENGE"], "Password": ["Correct-Horse-2"],
        "ResourceArn": [f"arn:aws:cognito-idp:eu-west-1:000000000042:userpool/{pool}"], "Filter": ['email = "ann@example.com"', "email", 'a ^= "'],
    }  # fmt: skip


def cognito_identity(clients: Clients) -> Known:
    client = clients("cognito-identity")
    pool = client.create_identity_pool(IdentityPoolName="pool", AllowUnauthenticatedIdentities=True)["IdentityPoolId"]  # fmt: skip
    return {
        "IdentityPoolId": [pool],
        "IdentityId": ["eu-west-1:00000000-0000-0000-0000-000000000000"],
        "AccountId": ["000000000042"],
    }


def guardrail(clients: Clients) -> str:
    """Make a guardrail with a version, and return its id."""
    client = clients("bedrock")
    identity = client.create_guardrail(
        name="careful", blockedInputMessaging="Not asked.", blockedOutputsMessaging="Not answered.",
        wordPolicyConfig={"wordsConfig": [{"text": "forbidden"}]},
        sensitiveInformationPolicyConfig={"piiEntitiesConfig": [{"type": "EMAIL", "action": "ANONYMIZE"}]},
    )["guardrailId"]  # fmt: skip
    client.create_guardrail_version(guardrailIdentifier=identity)
    return str(identity)


def bedrock(clients: Clients) -> Known:
    return {
        "guardrailIdentifier": [guardrail(clients)],
        "guardrailVersion": ["1", "DRAFT"],
        "modelIdentifier": MODELS,
    }


def bedrock_runtime(clients: Clients) -> Known:
    claude = {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 9,
        "messages": [{"role": "user", "content": "hello"}],
    }
    schema = {"type": "object", "properties": {"a": {"enum": []}}, "required": ["a", 1]}
    call = {"type": "tool_use", "id": "t", "name": "a", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "t", "content": [{"type": "text", "text": "a"}]}
    agent = {**claude, "tools": [{"name": "a", "input_schema": schema}], "tool_choice": {"type": "any"}}
    conversation = [
        claude["messages"][0],
        {"role": "assistant", "content": [call]},
        {"role": "user", "content": [result]},
    ]  # type: ignore[index]
    said = {"role": "user", "content": [{"text": "hello"}]}
    tool = {"toolSpec": {"name": "a", "inputSchema": {"json": schema}}}
    used = {"role": "assistant", "content": [{"toolUse": {"toolUseId": "t", "name": "a", "input": {}}}]}
    back = {
        "role": "user",
        "content": [
            {"toolResult": {"toolUseId": "t", "content": [{"json": [1]}]}},
            {"cachePoint": {"type": "default"}},
        ],
    }
    bodies = (
        claude, {**claude, "system": [{"type": "text", "text": "a"}], "messages": [{"role": "user", "content": [{"type": "text", "text": "a"}]}]},
        agent, {**agent, "messages": conversation}, {**agent, "messages": conversation[1:]}, {**claude, "messages": [{"role": "user", "content": [result, 1]}]},
        {"inputText": "hello"}, {"inputText": "hello", "textGenerationConfig": {"topP": "1"}}, {"prompt": "hello"}, {"prompt": ["hello"], "images": 1},
        {"messages": [said]}, {"messages": [said], "toolConfig": {"tools": [tool], "toolChoice": {"tool": {}}}}, {"messages": [said, used, back]},
        {"messages": [{"role": "user", "content": [{"toolResult": {"toolUseId": "t", "content": [1]}}]}]}, {"messages": [{"role": "user", "content": [{"guardContent": 1}]}]},
        {"messages": [{"role": "user", "content": "hello"}], "tools": [{"type": "function", "function": {"name": "a", "parameters": {}}}], "tool_choice": "any"},
        {"message": "hello", "tool_results": [{"call": {"name": "a", "parameters": {}}, "outputs": [{}]}]}, {"message": "hello", "documents": [{"a": [1]}]},
        {"texts": ["hello"], "input_type": "search_query"}, {"messages": [1]}, [], {"max_tokens": None},
    )  # fmt: skip
    return {
        "modelId": MODELS, "body": [json.dumps(body) for body in bodies], "role": ["user", "assistant"], "contentType": ["application/json"],
        "accept": ["application/json"], "content": [[{"text": "hello"}], []], "messages": [[said], [said, used, back]], "tools": [[tool]],
        "toolChoice": [{"any": {}}, {"tool": {"name": "a"}}], "guardrailIdentifier": [guardrail(clients)], "guardrailVersion": ["1", "DRAFT"],
        "additionalModelRequestFields": [{"top_k": 5}, {"thinking": 1}, [], {"messages": [1]}],
    }  # fmt: skip


def _knowledge_base(clients: Clients) -> tuple[str, str]:
    client = clients("bedrock-agent")
    arn = f"arn:aws:bedrock:eu-west-1::foundation-model/{MODELS[1]}"
    kind = {"type": "VECTOR", "vectorKnowledgeBaseConfiguration": {"embeddingModelArn": arn}}
    role = "arn:aws:iam::000000000042:role/role"
    base = client.create_knowledge_base(name="base", roleArn=role, knowledgeBaseConfiguration=kind)["knowledgeBase"]["knowledgeBaseId"]  # fmt: skip
    clients("s3").create_bucket(
        Bucket="things", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    clients("s3").put_object(Bucket="things", Key="a.txt", Body=b"Press P to descale.")
    place = {"type": "S3", "s3Configuration": {"bucketArn": "arn:aws:s3:::things"}}
    source = client.create_data_source(knowledgeBaseId=base, name="source", dataSourceConfiguration=place)
    return base, source["dataSource"]["dataSourceId"]


def bedrock_agent(clients: Clients) -> Known:
    base, source = _knowledge_base(clients)
    job = clients("bedrock-agent").start_ingestion_job(knowledgeBaseId=base, dataSourceId=source)[
        "ingestionJob"
    ]
    return {"knowledgeBaseId": [base], "dataSourceId": [source], "ingestionJobId": [job["ingestionJobId"]]}


def bedrock_agent_runtime(clients: Clients) -> Known:
    base, _ = _knowledge_base(clients)
    return {
        "knowledgeBaseId": [base],
        "modelArn": [f"arn:aws:bedrock:eu-west-1::foundation-model/{MODEL}"],
        "text": ["hello"],
        "sessionId": ["session", "unknown"],
        "overrideSearchType": ["HYBRID", "SEMANTIC"],
        "guardrailId": [guardrail(clients)],
        "guardrailVersion": ["1"],
        "value": ["ada", 7, ["ada"], True, None, {}],
    }


def transcribe(clients: Clients) -> Known:
    client = clients("transcribe")
    clients("s3").create_bucket(
        Bucket="things", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    clients("s3").put_object(Bucket="things", Key="a.wav", Body=b"RIFF")
    media = {"MediaFileUri": "s3://things/a.wav"}
    client.start_transcription_job(TranscriptionJobName="job", LanguageCode="en-US", Media=media)
    return {
        "TranscriptionJobName": ["job", "other"], "MediaFileUri": ["s3://things/a.wav", "s3://things/b.wav", "https://example.com/a.mp3"],
        "OutputBucketName": ["things"], "VocabularyName": ["words"], "LanguageCode": ["en-US", "de-DE"],
    }  # fmt: skip


def cloudwatch(clients: Clients) -> Known:
    client = clients("cloudwatch")
    client.put_metric_data(Namespace="space", MetricData=[{"MetricName": "metric", "Value": 1}])
    client.put_metric_alarm(
        AlarmName="alarm", Namespace="space", MetricName="metric", Period=60, EvaluationPeriods=1, Threshold=1,
        ComparisonOperator="GreaterThanThreshold", Statistic="Sum",
    )  # fmt: skip
    client.put_dashboard(DashboardName="board", DashboardBody='{"widgets": []}')
    return {"Namespace": ["space"], "MetricName": ["metric"], "AlarmName": ["alarm"], "DashboardName": ["board"], "Period": [60, 1, 7]}  # fmt: skip


def logs(clients: Clients) -> Known:
    client = clients("logs")
    client.create_log_group(logGroupName="group")
    client.create_log_stream(logGroupName="group", logStreamName="stream")
    client.put_log_events(
        logGroupName="group", logStreamName="stream", logEvents=[{"timestamp": 1, "message": "a"}]
    )
    arn = client.describe_log_groups()["logGroups"][0]["arn"]
    return {
        "logGroupName": ["group", "other"], "logStreamName": ["stream"], "logGroupIdentifier": ["group", arn], "resourceArn": [arn],
        "filterPattern": ["a", '{ $.a = "b" }', "[a, b", ""], "queryString": ["fields @message", "|"], "destinationArn": [arn],
    }  # fmt: skip


def events(clients: Clients) -> Known:
    client = clients("events")
    arn = client.put_rule(Name="rule", EventPattern='{"source": ["a"]}')["RuleArn"]
    client.put_targets(Rule="rule", Targets=[{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:000000000042:queue"}])
    client.create_event_bus(Name="bus")
    return {
        "Name": ["rule", "bus", "other"], "Rule": ["rule"], "EventBusName": ["bus", "default"], "ResourceARN": [arn], "Detail": ['{"a": 1}', "{"],
        "EventPattern": ['{"source": ["a"]}', '{"detail": {"n": [{"numeric": [">", 1]}]}}', '{"source": "a"}', "["],
        "ScheduleExpression": ["rate(1 minute)", "rate(0 x)", "cron(0 12 * * ? *)", "cron()"], "Id": ["1"], "Arn": [arn],
    }  # fmt: skip


def _role(clients: Clients) -> str:
    return str(clients("iam").create_role(RoleName="role", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"])


def lambda_functions(clients: Clients) -> Known:
    role = _role(clients)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("app.py", "def handler(event, context): return event")
    function = clients("lambda").create_function(
        FunctionName="function", Runtime="python3.12", Role=role, Handler="app.handler", Code={"ZipFile": file.getvalue()}
    )["FunctionArn"]  # fmt: skip
    return {
        "FunctionName": ["function", function, "other", f"{function}:1"], "Role": [role], "Qualifier": ["$LATEST", "1", "live"], "Resource": [function],
        "ZipFile": ["UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", "AQI="], "Payload": ["{}", "{"], "Name": ["live"], "FunctionVersion": ["$LATEST", "1"],
        "EventSourceArn": ["arn:aws:sqs:eu-west-1:000000000042:queue"], "LayerName": ["layer"], "StatementId": ["statement"],
    }  # fmt: skip


def ssm(clients: Clients) -> Known:
    client = clients("ssm")
    client.put_parameter(Name="/a/b", Value="text", Type="String")
    client.put_parameter(Name="/a/list", Value="a,b", Type="StringList")
    return {
        "Name": ["/a/b", "/a/list", "/a/b:1", "/none"], "Names": [["/a/b", "/none"], ["/a/b:x"]], "Path": ["/a", "/", "a"], "ResourceId": ["/a/b"],
        "ResourceType": ["Parameter"], "NextToken": ["10", "x"],
    }  # fmt: skip


def secretsmanager(clients: Clients) -> Known:
    arn = clients("secretsmanager").create_secret(Name="secret", SecretString='{"a": "b"}')["ARN"]
    return {"SecretId": ["secret", arn, "none"], "Name": ["secret", "new"], "VersionStage": ["AWSCURRENT"], "VersionId": ["a" * 36]}  # fmt: skip


def sts(clients: Clients) -> Known:
    role = _role(clients)
    return {"RoleArn": [role], "RoleSessionName": ["session"], "AccessKeyId": ["000000000042"]}


def iam(clients: Clients) -> Known:
    client = clients("iam")
    role = _role(clients)
    client.create_user(UserName="user")
    client.create_group(GroupName="group")
    policy = client.create_policy(PolicyName="policy", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}))["Policy"]["Arn"]  # fmt: skip
    return {
        "RoleName": ["role"], "UserName": ["user"], "GroupName": ["group"], "PolicyArn": [policy], "PolicyName": ["policy"], "RoleArn": [role],
        "AssumeRolePolicyDocument": [TRUST], "PolicyDocument": [TRUST, "{"],
    }  # fmt: skip


def kms(clients: Clients) -> Known:
    client = clients("kms")
    key = client.create_key()["KeyMetadata"]["KeyId"]
    client.create_alias(AliasName="alias/key", TargetKeyId=key)
    blob = client.encrypt(KeyId=key, Plaintext=b"text")["CiphertextBlob"]
    import base64

    return {"KeyId": [key, "alias/key"], "TargetKeyId": [key], "AliasName": ["alias/key"], "CiphertextBlob": [base64.b64encode(blob).decode()]}  # fmt: skip


def stepfunctions(clients: Clients) -> Known:
    client = clients("stepfunctions")
    definition = '{"StartAt": "a", "States": {"a": {"Type": "Pass", "End": true}}}'
    machine = client.create_state_machine(name="machine", definition=definition, roleArn=_role(clients))["stateMachineArn"]  # fmt: skip
    execution = f"{machine.replace(':stateMachine:', ':execution:')}:execution"
    return {"stateMachineArn": [machine], "executionArn": [execution], "definition": [definition, "{"], "resourceArn": [machine], "input": ["{}", "{"]}  # fmt: skip


def scheduler(clients: Clients) -> Known:
    client = clients("scheduler")
    target = {
        "Arn": "arn:aws:sqs:eu-west-1:000000000042:queue",
        "RoleArn": "arn:aws:iam::000000000042:role/role",
    }
    client.create_schedule(Name="schedule", ScheduleExpression="rate(1 hour)", FlexibleTimeWindow={"Mode": "OFF"}, Target=target)  # fmt: skip
    client.create_schedule_group(Name="group")
    return {"Name": ["schedule", "group"], "GroupName": ["group", "default"], "ScheduleExpression": ["rate(1 hour)", "at(x)"], "Arn": [target["Arn"]]}  # fmt: skip


def nothing(_clients: Clients) -> Known:
    return {}


RESOURCES: Mapping[str, Resources] = {
    "s3": s3,
    "cognito-idp": cognito_idp,
    "cognito-identity": cognito_identity,
    "bedrock": bedrock,
    "bedrock-runtime": bedrock_runtime,
    "bedrock-agent": bedrock_agent,
    "bedrock-agent-runtime": bedrock_agent_runtime,
    "transcribe": transcribe,
    "cloudwatch": cloudwatch,
    "logs": logs,
    "events": events,
    "scheduler": scheduler,
    "lambda": lambda_functions,
    "ssm": ssm,
    "secretsmanager": secretsmanager,
    "sts": sts,
    "iam": iam,
    "kms": kms,
    "stepfunctions": stepfunctions,
}
