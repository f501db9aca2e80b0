"""45 behaviours of AWS that backends rely on, in one list that can be run against any endpoint.

`MOCKAWS_TEST_ENDPOINT=http://127.0.0.1:5000 pytest tests/utest/MockAWS/test_behaviours.py` runs it against another
server; `tests/bench/bench_mock_aws_behaviours.py` prints how moto_server and ministack fare
beside ours.
"""

import hashlib
import json
import time
import urllib.error
import urllib.request
import uuid
from typing import Any

import jwt
import pytest
import requests
from botocore.exceptions import ClientError

from support.service_resources import TRUST
from support.waiting import eventually

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:botocore")


def name(prefix: str = "t") -> str:
    return f"{prefix}-{uuid.uuid4().hex[:12]}"


def code_of(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


# ---------------------------------------------------------------------------------------------- DynamoDB


@pytest.fixture
def dynamodb(aws: Any) -> Any:
    return aws.client("dynamodb")


@pytest.fixture
def table(dynamodb: Any) -> str:
    created = name()
    dynamodb.create_table(
        TableName=created,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "owner", "AttributeType": "S"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-owner",
                "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        BillingMode="PAY_PER_REQUEST",
    )
    return created


def item(pk: str, **attributes: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, **{key: {"S": value} for key, value in attributes.items()}}


def test_dynamodb_item_is_put_read_updated_and_deleted(dynamodb: Any, table: str) -> None:
    dynamodb.put_item(TableName=table, Item={**item("a"), "n": {"N": "1"}})
    updated = dynamodb.update_item(
        TableName=table,
        Key=item("a"),
        UpdateExpression="ADD n :one",
        ExpressionAttributeValues={":one": {"N": "1"}},
        ReturnValues="ALL_NEW",
    )
    assert updated["Attributes"]["n"] == {"N": "2"}
    dynamodb.delete_item(TableName=table, Key=item("a"))
    assert "Item" not in dynamodb.get_item(TableName=table, Key=item("a"))


def test_dynamodb_index_finds_by_another_attribute(dynamodb: Any, table: str) -> None:
    dynamodb.put_item(TableName=table, Item=item("a", owner="ada"))
    dynamodb.put_item(TableName=table, Item=item("b", owner="bob"))
    found = dynamodb.query(
        TableName=table,
        IndexName="by-owner",
        KeyConditionExpression="#o = :o",
        ExpressionAttributeNames={"#o": "owner"},
        ExpressionAttributeValues={":o": {"S": "ada"}},
    )
    assert [one["pk"]["S"] for one in found["Items"]] == ["a"]


def test_dynamodb_failed_condition_returns_the_item_that_was_there(dynamodb: Any, table: str) -> None:
    dynamodb.put_item(TableName=table, Item=item("a", owner="first"))
    with pytest.raises(ClientError) as error:
        dynamodb.put_item(
            TableName=table,
            Item=item("a", owner="second"),
            ConditionExpression="attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    assert code_of(error) == "ConditionalCheckFailedException"
    assert error.value.response["Item"]["owner"] == {"S": "first"}


def test_dynamodb_cancelled_transaction_names_the_reason_of_each_part(dynamodb: Any, table: str) -> None:
    dynamodb.put_item(TableName=table, Item=item("taken"))
    with pytest.raises(ClientError) as error:
        dynamodb.transact_write_items(
            TransactItems=[
                {"Put": {"TableName": table, "Item": item("free")}},
                {
                    "Put": {
                        "TableName": table,
                        "Item": item("taken"),
                        "ConditionExpression": "attribute_not_exists(pk)",
                    }
                },
            ]
        )
    reasons = [reason["Code"] for reason in error.value.response["CancellationReasons"]]
    assert reasons == ["None", "ConditionalCheckFailed"]
    assert "Item" not in dynamodb.get_item(TableName=table, Key=item("free"))


def test_dynamodb_stream_reports_changes(aws: Any, dynamodb: Any, table: str) -> None:
    streams = aws.client("dynamodbstreams")
    arn = dynamodb.describe_table(TableName=table)["Table"]["LatestStreamArn"]
    dynamodb.put_item(TableName=table, Item=item("a"))
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    records = streams.get_records(ShardIterator=iterator["ShardIterator"])["Records"]
    assert [record["eventName"] for record in records] == ["INSERT"]


def test_dynamodb_refuses_a_key_of_another_type(dynamodb: Any, table: str) -> None:
    with pytest.raises(ClientError) as error:
        dynamodb.put_item(TableName=table, Item={"pk": {"N": "1"}})
    assert code_of(error) == "ValidationException"


def test_dynamodb_refuses_an_item_of_more_than_400_kb(dynamodb: Any, table: str) -> None:
    dynamodb.put_item(TableName=table, Item=item("fits", text="x" * 399_000))
    with pytest.raises(ClientError) as error:
        dynamodb.put_item(TableName=table, Item=item("large", text="x" * 410_000))
    assert code_of(error) == "ValidationException"


def test_dynamodb_transaction_token_cannot_be_used_for_another_transaction(dynamodb: Any, table: str) -> None:
    def add_one(pk: str) -> None:
        dynamodb.transact_write_items(
            ClientRequestToken="token-of-this-test",
            TransactItems=[
                {
                    "Update": {
                        "TableName": table,
                        "Key": item(pk),
                        "UpdateExpression": "ADD n :one",
                        "ExpressionAttributeValues": {":one": {"N": "1"}},
                    }
                }
            ],
        )

    add_one("a")
    add_one("a")
    assert dynamodb.get_item(TableName=table, Key=item("a"))["Item"]["n"] == {"N": "1"}
    with pytest.raises(ClientError) as error:
        add_one("b")
    assert code_of(error) == "IdempotentParameterMismatchException"


def test_dynamodb_partiql_needs_no_spaces(dynamodb: Any, table: str) -> None:
    dynamodb.put_item(TableName=table, Item=item("p=q", owner="ada"))
    found = dynamodb.execute_statement(Statement=f"SELECT owner FROM \"{table}\" WHERE pk='p=q'")
    assert found["Items"] == [{"owner": {"S": "ada"}}]


def test_dynamodb_expired_item_disappears(dynamodb: Any, table: str) -> None:
    dynamodb.update_time_to_live(
        TableName=table, TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"}
    )
    now = int(time.time())
    dynamodb.put_item(TableName=table, Item={**item("old"), "ttl": {"N": str(now - 5)}})
    dynamodb.put_item(TableName=table, Item={**item("new"), "ttl": {"N": str(now + 3600)}})
    eventually(lambda: "Item" not in dynamodb.get_item(TableName=table, Key=item("old")))
    assert "Item" in dynamodb.get_item(TableName=table, Key=item("new"))


# ---------------------------------------------------------------------------------------------- S3


@pytest.fixture
def s3(aws: Any) -> Any:
    return aws.client("s3", signature_version="s3v4")


@pytest.fixture
def bucket(s3: Any) -> str:
    created = name("bucket")
    s3.create_bucket(Bucket=created, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return created


def test_s3_object_is_put_listed_read_and_deleted(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="a/b c.txt", Body=b"hello", Metadata={"kind": "greeting"})
    assert [one["Key"] for one in s3.list_objects_v2(Bucket=bucket, Prefix="a/")["Contents"]] == ["a/b c.txt"]
    held = s3.get_object(Bucket=bucket, Key="a/b c.txt")
    assert (held["Body"].read(), held["Metadata"]) == (b"hello", {"kind": "greeting"})
    s3.delete_object(Bucket=bucket, Key="a/b c.txt")
    with pytest.raises(ClientError) as error:
        s3.get_object(Bucket=bucket, Key="a/b c.txt")
    assert code_of(error) == "NoSuchKey"


def test_s3_range_returns_a_part(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="k", Body=b"0123456789")
    part = s3.get_object(Bucket=bucket, Key="k", Range="bytes=2-4")
    assert (part["Body"].read(), part["ContentRange"]) == (b"234", "bytes 2-4/10")


def test_s3_multipart_upload_is_assembled(s3: Any, bucket: str) -> None:
    upload = s3.create_multipart_upload(Bucket=bucket, Key="k")["UploadId"]
    parts = []
    for number, body in enumerate((b"a" * 5 * 1024 * 1024, b"b"), start=1):
        etag = s3.upload_part(Bucket=bucket, Key="k", UploadId=upload, PartNumber=number, Body=body)["ETag"]
        parts.append({"PartNumber": number, "ETag": etag})
    s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload, MultipartUpload={"Parts": parts})
    assert s3.head_object(Bucket=bucket, Key="k")["ContentLength"] == 5 * 1024 * 1024 + 1


def test_s3_object_is_not_overwritten_if_none_match(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="k", Body=b"1", IfNoneMatch="*")
    with pytest.raises(ClientError) as error:
        s3.put_object(Bucket=bucket, Key="k", Body=b"2", IfNoneMatch="*")
    assert code_of(error) == "PreconditionFailed"


def test_s3_presigned_urls_put_and_get(s3: Any, bucket: str) -> None:
    where = {"Bucket": bucket, "Key": "k"}
    put = requests.put(s3.generate_presigned_url("put_object", Params=where), data=b"hello", timeout=30)
    got = requests.get(s3.generate_presigned_url("get_object", Params=where), timeout=30)
    assert (put.status_code, got.content) == (200, b"hello")


def test_s3_presigned_form_uploads(s3: Any, bucket: str) -> None:
    form = s3.generate_presigned_post(bucket, "k")
    sent = requests.post(form["url"], data=form["fields"], files={"file": b"hello"}, timeout=30)
    assert sent.status_code == 204
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"hello"


def test_s3_expired_presigned_url_is_refused(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="k", Body=b"hello")
    still_valid, soon_expired = (
        s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"}, ExpiresIn=seconds)
        for seconds in (3600, 1)
    )
    assert requests.get(still_valid, timeout=30).status_code == 200

    def refusal() -> str | None:
        answer = requests.get(soon_expired, timeout=30)
        return None if answer.status_code == 200 else f"{answer.status_code} {answer.text}"

    refused = eventually(refusal)
    assert refused.startswith("403")
    assert "Request has expired" in refused


def test_s3_presigned_form_limits_the_size(s3: Any, bucket: str) -> None:
    form = s3.generate_presigned_post(bucket, "k", Conditions=[["content-length-range", 1, 10]])
    fits = requests.post(form["url"], data=form["fields"], files={"file": b"0123456789"}, timeout=30)
    large = requests.post(form["url"], data=form["fields"], files={"file": b"0123456789+"}, timeout=30)
    assert (fits.status_code, large.status_code) == (204, 400)
    assert "EntityTooLarge" in large.text


def test_s3_event_reaches_a_queue_by_suffix(s3: Any, bucket: str, queue: "Queue") -> None:
    s3.put_bucket_notification_configuration(
        Bucket=bucket,
        NotificationConfiguration={
            "QueueConfigurations": [
                {
                    "QueueArn": queue.arn,
                    "Events": ["s3:ObjectCreated:*"],
                    "Filter": {"Key": {"FilterRules": [{"Name": "suffix", "Value": ".pdf"}]}},
                }
            ]
        },
    )
    s3.put_object(Bucket=bucket, Key="a.txt", Body=b"")
    s3.put_object(Bucket=bucket, Key="a.pdf", Body=b"")
    keys = [
        record["s3"]["object"]["key"]
        for message in queue.receive(10)
        for record in json.loads(message["Body"]).get("Records", [])
    ]
    assert keys == ["a.pdf"]


# ---------------------------------------------------------------------------------------------- SQS


class Queue:
    def __init__(self, client: Any, **attributes: str) -> None:
        self.client = client
        suffix = ".fifo" if "FifoQueue" in attributes else ""
        self.url = client.create_queue(QueueName=name("queue") + suffix, Attributes=attributes)["QueueUrl"]
        self.arn = client.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])["Attributes"][
            "QueueArn"
        ]

    def send(self, body: str, **more: Any) -> None:
        self.client.send_message(QueueUrl=self.url, MessageBody=body, **more)

    def receive(self, count: int = 1, **more: Any) -> list[dict[str, Any]]:
        received = self.client.receive_message(QueueUrl=self.url, MaxNumberOfMessages=count, **more)
        return list(received.get("Messages", []))


@pytest.fixture
def sqs(aws: Any) -> Any:
    return aws.client("sqs")


@pytest.fixture
def queue(sqs: Any) -> Queue:
    return Queue(sqs)


def test_sqs_message_in_flight_is_invisible(queue: Queue) -> None:
    queue.send("m")
    assert len(queue.receive(VisibilityTimeout=1)) == 1
    assert queue.receive() == []
    assert eventually(queue.receive)[0]["Body"] == "m"


def test_sqs_message_goes_to_the_dead_letter_queue_after_two_receives(sqs: Any, queue: Queue) -> None:
    policy = json.dumps({"deadLetterTargetArn": queue.arn, "maxReceiveCount": 2})
    source = Queue(sqs, RedrivePolicy=policy, VisibilityTimeout="0")
    source.send("poison")
    assert [len(source.receive()) for _ in range(3)] == [1, 1, 0]
    assert [message["Body"] for message in queue.receive()] == ["poison"]


def test_sqs_long_poll_waits_and_returns_at_once_when_a_message_arrives(aws: Any, queue: Queue) -> None:
    began = time.monotonic()
    assert queue.receive(WaitTimeSeconds=1) == []
    assert time.monotonic() - began >= 0.9
    other = aws.client("sqs")
    from threading import Timer

    sender = Timer(0.3, lambda: other.send_message(QueueUrl=queue.url, MessageBody="m"))
    sender.start()
    began = time.monotonic()
    assert len(queue.receive(WaitTimeSeconds=15)) == 1
    assert time.monotonic() - began < 14
    sender.join()


def test_sqs_fifo_queue_accepts_a_message_once(sqs: Any) -> None:
    fifo = Queue(sqs, FifoQueue="true", ContentBasedDeduplication="true")
    fifo.send("m", MessageGroupId="g")
    fifo.send("m", MessageGroupId="g")
    fifo.send("n", MessageGroupId="g")
    assert [message["Body"] for message in fifo.receive(10)] == ["m", "n"]


def test_sqs_refuses_a_message_that_is_too_long(sqs: Any) -> None:
    short = Queue(sqs, MaximumMessageSize="1024")
    short.send("x" * 1024)
    with pytest.raises(ClientError) as error:
        short.send("x" * 1025)
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


# ---------------------------------------------------------------------------------------------- SNS


@pytest.fixture
def sns(aws: Any) -> Any:
    return aws.client("sns")


def subscribed(sns: Any, queue: Queue, **attributes: str) -> str:
    topic = str(sns.create_topic(Name=name("topic"))["TopicArn"])
    sns.subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint=queue.arn,
        Attributes={"RawMessageDelivery": "true", **attributes},
    )
    return topic


def test_sns_delivers_the_raw_message(sns: Any, queue: Queue) -> None:
    sns.publish(TopicArn=subscribed(sns, queue), Message="hello")
    assert [message["Body"] for message in queue.receive()] == ["hello"]


def test_sns_filters_by_attribute_and_by_body(sns: Any, sqs: Any, queue: Queue) -> None:
    by_attribute = subscribed(sns, queue, FilterPolicy=json.dumps({"severity": ["high"]}))
    for severity in ("low", "high"):
        attribute = {"severity": {"DataType": "String", "StringValue": severity}}
        sns.publish(TopicArn=by_attribute, Message=severity, MessageAttributes=attribute)
    assert [message["Body"] for message in queue.receive(10)] == ["high"]
    other = Queue(sqs)
    by_body = subscribed(
        sns, other, FilterPolicy=json.dumps({"severity": ["high"]}), FilterPolicyScope="MessageBody"
    )
    for severity in ("low", "high"):
        sns.publish(TopicArn=by_body, Message=json.dumps({"severity": severity}))
    assert [json.loads(message["Body"]) for message in other.receive(10)] == [{"severity": "high"}]


# ---------------------------------------------------------------------------------------------- Cognito


class Pool:
    PASSWORD = "Corr3ct-horse"

    def __init__(self, cognito: Any) -> None:
        self.cognito = cognito
        self.id = cognito.create_user_pool(PoolName=name("pool"))["UserPool"]["Id"]
        self.client_id = cognito.create_user_pool_client(
            UserPoolId=self.id,
            ClientName="app",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        )["UserPoolClient"]["ClientId"]
        cognito.admin_create_user(UserPoolId=self.id, Username="ada", MessageAction="SUPPRESS")
        cognito.admin_set_user_password(
            UserPoolId=self.id, Username="ada", Password=self.PASSWORD, Permanent=True
        )


@pytest.fixture
def pool(aws: Any) -> Pool:
    return Pool(aws.client("cognito-idp"))


def test_cognito_signs_in_with_the_right_password_only(pool: Pool) -> None:
    def sign_in(password: str) -> Any:
        return pool.cognito.initiate_auth(
            ClientId=pool.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "ada", "PASSWORD": password},
        )

    assert "AccessToken" in sign_in(pool.PASSWORD)["AuthenticationResult"]
    with pytest.raises(ClientError) as error:
        sign_in("wr0ng-Horse!")
    assert code_of(error) == "NotAuthorizedException"


def test_cognito_tokens_verify_against_the_pools_keys(aws: Any, pool: Pool) -> None:
    token = pool.cognito.initiate_auth(
        ClientId=pool.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ada", "PASSWORD": pool.PASSWORD},
    )["AuthenticationResult"]["IdToken"]
    keys = requests.get(f"{aws.endpoint_url}/{pool.id}/.well-known/jwks.json", timeout=30).json()
    claims = jwt.decode(
        token, jwt.PyJWKSet.from_dict(keys).keys[0], algorithms=["RS256"], audience=pool.client_id
    )
    assert (claims["token_use"], claims["iss"].rpartition("/")[2]) == ("id", pool.id)


def test_cognito_unsigned_sign_in_finds_its_account(aws: Any, pool: Pool) -> None:
    request = urllib.request.Request(
        aws.endpoint_url,
        json.dumps(
            {
                "ClientId": pool.client_id,
                "AuthFlow": "USER_PASSWORD_AUTH",
                "AuthParameters": {"USERNAME": "ada", "PASSWORD": pool.PASSWORD},
            }
        ).encode(),
        {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth",
        },
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert "IdToken" in json.load(answer)["AuthenticationResult"]


# ---------------------------------------------------------------------------------------------- Transcribe


@pytest.fixture
def transcribe(aws: Any) -> Any:
    return aws.client("transcribe")


def start(transcribe: Any, uri: str) -> str:
    job = name("job")
    started = transcribe.start_transcription_job(
        TranscriptionJobName=job, LanguageCode="en-US", Media={"MediaFileUri": uri}
    )
    assert started["TranscriptionJob"]["TranscriptionJobStatus"] in ("QUEUED", "IN_PROGRESS")
    return job


def ended(transcribe: Any, job: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        found: dict[str, Any] = transcribe.get_transcription_job(TranscriptionJobName=job)["TranscriptionJob"]
        return found if found.get("TranscriptionJobStatus") in ("COMPLETED", "FAILED") else None

    return dict(eventually(look))


def test_transcribe_job_is_started_listed_and_deleted(
    transcribe: Any, s3: Any, bucket: str, wav: Any
) -> None:
    s3.put_object(Bucket=bucket, Key="a.wav", Body=wav())
    job = start(transcribe, f"s3://{bucket}/a.wav")
    assert ended(transcribe, job)["TranscriptionJobStatus"] == "COMPLETED"
    summaries = transcribe.list_transcription_jobs(JobNameContains=job)["TranscriptionJobSummaries"]
    assert [summary["TranscriptionJobName"] for summary in summaries] == [job]
    transcribe.delete_transcription_job(TranscriptionJobName=job)
    with pytest.raises(ClientError) as error:
        transcribe.get_transcription_job(TranscriptionJobName=job)
    assert code_of(error) in ("BadRequestException", "NotFoundException")


def test_transcribe_transcript_can_be_fetched(
    aws: Any, transcribe: Any, s3: Any, bucket: str, wav: Any
) -> None:
    s3.put_object(Bucket=bucket, Key="a.wav", Body=wav(tone=3))
    requests.put(
        f"{aws.endpoint_url}/_mockaws/scripts/transcripts",
        json={"sha256": hashlib.sha256(wav(tone=3)).hexdigest(), "transcript": "How do I descale it?"},
        timeout=5,
    )
    uri = ended(transcribe, start(transcribe, f"s3://{bucket}/a.wav"))["Transcript"]["TranscriptFileUri"]
    assert uri.startswith(aws.endpoint_url)
    transcript = requests.get(uri, timeout=30).json()["results"]["transcripts"]
    assert transcript == [{"transcript": "How do I descale it?"}]


def test_transcribe_job_without_media_is_refused(transcribe: Any, bucket: str) -> None:
    with pytest.raises(transcribe.exceptions.BadRequestException, match="can't be accessed"):
        start(transcribe, f"s3://{bucket}/missing.wav")


# ---------------------------------------------------------------------------------------------- Bedrock

CLAUDE = "anthropic.claude-3-haiku-20240307-v1:0"
PROMPT = "<context>Press P to descale.</context> How do I descale it?"
MESSAGES = json.dumps(
    {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 100,
        "messages": [{"role": "user", "content": PROMPT}],
    }
)


@pytest.fixture
def bedrock(aws: Any) -> Any:
    return aws.client("bedrock-runtime")


def test_bedrock_model_answers(bedrock: Any) -> None:
    answer = json.load(bedrock.invoke_model(modelId=CLAUDE, body=MESSAGES)["body"])
    assert answer["content"] == [{"type": "text", "text": "Press P to descale."}]
    assert answer["usage"]["output_tokens"] > 0


def test_bedrock_model_answers_as_a_stream(bedrock: Any) -> None:
    stream = bedrock.invoke_model_with_response_stream(modelId=CLAUDE, body=MESSAGES)["body"]
    events = [json.loads(event["chunk"]["bytes"]) for event in stream]
    text = "".join(event["delta"]["text"] for event in events if event["type"] == "content_block_delta")
    assert (text, events[0]["type"], events[-1]["type"]) == (
        "Press P to descale.",
        "message_start",
        "message_stop",
    )


def test_bedrock_converse_answers_whole_and_as_a_stream(bedrock: Any) -> None:
    messages = [{"role": "user", "content": [{"text": PROMPT}]}]
    whole = bedrock.converse(modelId=CLAUDE, messages=messages)
    assert whole["output"]["message"]["content"][0]["text"] == "Press P to descale."
    events = list(bedrock.converse_stream(modelId=CLAUDE, messages=messages)["stream"])
    assert "".join(
        event["contentBlockDelta"]["delta"]["text"] for event in events if "contentBlockDelta" in event
    ) == ("Press P to descale.")


class KnowledgeBase:
    def __init__(self, aws: Any, bucket: str) -> None:
        self.agent = aws.client("bedrock-agent")
        self.runtime = aws.client("bedrock-agent-runtime")
        self.id = self.agent.create_knowledge_base(
            name=name("base"),
            roleArn="arn:aws:iam::123456789012:role/kb",
            knowledgeBaseConfiguration={
                "type": "VECTOR",
                "vectorKnowledgeBaseConfiguration": {
                    "embeddingModelArn": "arn:aws:bedrock:eu-west-1::foundation-model/a.b"
                },
            },
            storageConfiguration={
                "type": "RDS",
                "rdsConfiguration": {
                    "resourceArn": "arn:aws:rds:eu-west-1:123456789012:cluster:c",
                    "credentialsSecretArn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:s",
                    "databaseName": "d",
                    "tableName": "t",
                    "fieldMapping": {
                        "primaryKeyField": "i",
                        "vectorField": "v",
                        "textField": "t",
                        "metadataField": "m",
                    },
                },
            },
        )["knowledgeBase"]["knowledgeBaseId"]
        self.source_id = self.agent.create_data_source(
            knowledgeBaseId=self.id,
            name=name("source"),
            dataSourceConfiguration={
                "type": "S3",
                "s3Configuration": {"bucketArn": f"arn:aws:s3:::{bucket}"},
            },
        )["dataSource"]["dataSourceId"]

    def ingest(self) -> dict[str, Any]:
        job_id = self.agent.start_ingestion_job(knowledgeBaseId=self.id, dataSourceId=self.source_id)[
            "ingestionJob"
        ]["ingestionJobId"]

        def look() -> dict[str, Any] | None:
            job: dict[str, Any] = self.agent.get_ingestion_job(
                knowledgeBaseId=self.id, dataSourceId=self.source_id, ingestionJobId=job_id
            )["ingestionJob"]
            return job if job["status"] in ("COMPLETE", "FAILED") else None

        return dict(eventually(look))

    def retrieve(self, question: str, **search: Any) -> list[dict[str, Any]]:
        return list(
            self.runtime.retrieve(
                knowledgeBaseId=self.id,
                retrievalQuery={"text": question},
                retrievalConfiguration={"vectorSearchConfiguration": search},
            )["retrievalResults"]
        )

    @property
    def generation(self) -> dict[str, Any]:
        return {
            "input": {"text": "How do I descale it?"},
            "retrieveAndGenerateConfiguration": {
                "type": "KNOWLEDGE_BASE",
                "knowledgeBaseConfiguration": {
                    "knowledgeBaseId": self.id,
                    "modelArn": f"arn:aws:bedrock:eu-west-1::foundation-model/{CLAUDE}",
                },
            },
        }


@pytest.fixture
def knowledge_base(aws: Any, s3: Any, bucket: str) -> KnowledgeBase:
    for owner, text in {
        "ada": "To descale it, press P. The lid is red.",
        "bob": "Descale it with vinegar.",
    }.items():
        s3.put_object(Bucket=bucket, Key=f"{owner}.txt", Body=text.encode())
        s3.put_object(
            Bucket=bucket,
            Key=f"{owner}.txt.metadata.json",
            Body=json.dumps({"metadataAttributes": {"owner": owner}}).encode(),
        )
    return KnowledgeBase(aws, bucket)


def test_bedrock_ingestion_job_reads_the_bucket(knowledge_base: KnowledgeBase) -> None:
    job = knowledge_base.ingest()
    assert job["status"] == "COMPLETE"
    assert job["statistics"]["numberOfNewDocumentsIndexed"] == 2


def test_bedrock_retrieve_finds_what_the_filter_allows(knowledge_base: KnowledgeBase) -> None:
    knowledge_base.ingest()
    found = knowledge_base.retrieve(
        "How do I descale it?", filter={"equals": {"key": "owner", "value": "ada"}}
    )
    assert [result["location"]["s3Location"]["uri"].rpartition("/")[2] for result in found] == ["ada.txt"]
    assert found[0]["metadata"]["owner"] == "ada"


def test_bedrock_generated_answer_cites_its_sources_whole_and_as_a_stream(
    knowledge_base: KnowledgeBase,
) -> None:
    knowledge_base.ingest()
    answer = knowledge_base.runtime.retrieve_and_generate(**knowledge_base.generation)
    for citation in answer["citations"]:
        sentence = citation["generatedResponsePart"]["textResponsePart"]["text"]
        assert sentence in answer["output"]["text"]
        assert citation["retrievedReferences"]
        assert all(sentence in reference["content"]["text"] for reference in citation["retrievedReferences"])
    assert answer["citations"]
    stream = knowledge_base.runtime.retrieve_and_generate_stream(**knowledge_base.generation)["stream"]
    streamed = "".join(event["output"]["text"] for event in stream if "output" in event)
    assert streamed.split() == answer["output"]["text"].split()


# ---------------------------------------------------------------------------------------------- the rest


def test_cloudwatch_metric_is_put_and_summed_up(aws: Any) -> None:
    cloudwatch = aws.client("cloudwatch")
    for value in (1, 2):
        cloudwatch.put_metric_data(
            Namespace="Manuel/Application",
            MetricData=[
                {"MetricName": "Queries", "Value": value, "Dimensions": [{"Name": "stage", "Value": "t"}]}
            ],
        )
    now = time.time()
    points = cloudwatch.get_metric_statistics(
        Namespace="Manuel/Application",
        MetricName="Queries",
        Dimensions=[{"Name": "stage", "Value": "t"}],
        StartTime=now - 60,
        EndTime=now + 60,
        Period=3600,
        Statistics=["Sum"],
    )["Datapoints"]
    assert [point["Sum"] for point in points] == [3.0]


def test_logs_are_written_and_filtered(aws: Any) -> None:
    logs, group = aws.client("logs"), name("group")
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="s")
    now = int(time.time() * 1000)
    logs.put_log_events(
        logGroupName=group,
        logStreamName="s",
        logEvents=[{"timestamp": now, "message": "ERROR a"}, {"timestamp": now, "message": "INFO b"}],
    )
    found = logs.filter_log_events(logGroupName=group, filterPattern="ERROR")["events"]
    assert [event["message"] for event in found] == ["ERROR a"]


def test_secret_has_versions(aws: Any) -> None:
    secrets, secret = aws.client("secretsmanager"), name("secret")
    secrets.create_secret(Name=secret, SecretString="one")
    secrets.put_secret_value(SecretId=secret, SecretString="two")
    assert secrets.get_secret_value(SecretId=secret)["SecretString"] == "two"
    previous = secrets.get_secret_value(SecretId=secret, VersionStage="AWSPREVIOUS")
    assert previous["SecretString"] == "one"


def test_event_reaches_a_queue_by_its_pattern(aws: Any, queue: Queue) -> None:
    events, rule = aws.client("events"), name("rule")
    events.put_rule(Name=rule, EventPattern=json.dumps({"source": ["manuel"]}))
    events.put_targets(Rule=rule, Targets=[{"Id": "1", "Arn": queue.arn}])
    for source in ("other", "manuel"):
        events.put_events(Entries=[{"Source": source, "DetailType": "t", "Detail": json.dumps({"n": 1})}])
    assert [json.loads(message["Body"])["source"] for message in queue.receive(10)] == ["manuel"]


def clearly_refused(error: pytest.ExceptionInfo[ClientError]) -> bool:
    return bool(
        error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
        and "The AWS stand-in does not imitate" in error.value.response["Error"]["Message"]
    )


def test_lambda_function_that_cannot_run_is_clearly_refused(aws: Any) -> None:
    role = aws.client("iam").create_role(RoleName="worker", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    aws.client("lambda").create_function(
        FunctionName="f", Runtime="java21", Handler="Handler", Role=role, Code={"ZipFile": b"code"}
    )
    with pytest.raises(ClientError) as error:
        aws.client("lambda").invoke(FunctionName="f")
    assert clearly_refused(error)


def test_lambda_event_source_for_a_function_that_is_not_there_is_refused(aws: Any, queue: Queue) -> None:
    with pytest.raises(ClientError, match="Function not found"):
        aws.client("lambda").create_event_source_mapping(EventSourceArn=queue.arn, FunctionName="f")


def test_fault_experiment_that_would_have_no_effect_is_clearly_refused(aws: Any) -> None:
    with pytest.raises(ClientError) as error:
        aws.client("fis").start_experiment(experimentTemplateId="EXT1")
    assert clearly_refused(error)
