"""Manuel's resources in an AWS account, created with boto3: tables, buckets, queues, topic, pools, knowledge base.

It works with any endpoint that speaks AWS. The names are by default those of Manuel's deployments, by stage and account.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from manuel_stack.resource_names import names_by_contract

if TYPE_CHECKING:
    import boto3
    from mypy_boto3_bedrock_agent import AgentsforBedrockClient
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

ADMIN_GROUP = "admin"
MAX_RECEIVE_COUNT = 3
AUDIO_DAYS = 1


@dataclass(frozen=True)
class ManuelResources:
    """Names, ids and addresses of the resources.

    Attributes:
        usage_table: Table `manuel-usage-<stage>`, key (user_id, date).
        rate_limit_table: Table `manuel-rate-limits-<stage>`, key limit_key.
        error_tracking_table: Table `manuel-error-tracking-<stage>`, key error_id.
        manuals_bucket: Bucket `manuel-manuals-<stage>-<account>`.
        audio_bucket: Bucket `manuel-audio-<stage>-<account>`; its objects expire after a day.
        error_queue_url: Queue `manuel-errors-<stage>`, redriven to the dead-letter queue after three receives.
        dead_letter_queue_url: Queue `manuel-error-dlq-<stage>`.
        error_topic_arn: Topic `manuel-error-notifications-<stage>`.
        user_pool_id: Pool of Manuel's users, who sign in with their e-mail address.
        user_pool_client_id: App client without a secret, for SRP and refresh only.
        second_pool_id: A pool whose tokens Manuel must refuse.
        second_pool_client_id: Its app client.
        knowledge_base_id: Knowledge base of the manuals.
        data_source_id: Its data source: the prefix `manuals/` of the manuals bucket.
    """

    usage_table: str
    rate_limit_table: str
    error_tracking_table: str
    manuals_bucket: str
    audio_bucket: str
    error_queue_url: str
    dead_letter_queue_url: str
    error_topic_arn: str
    user_pool_id: str
    user_pool_client_id: str
    second_pool_id: str
    second_pool_client_id: str
    knowledge_base_id: str
    data_source_id: str


def create_manuel_resources(
    session: "boto3.Session",
    endpoint_url: str,
    stage: str,
    account_id: str,
    other_names: Mapping[str, str] | None = None,
) -> ManuelResources:
    """Create everything that a Manuel backend needs.

    Args:
        session: A boto3 session with the account's region and credentials.
        endpoint_url: The URL of AWS, such as that of a stand-in.
        stage: `local`, `dev`, …: part of every name.
        account_id: 12 digits, part of the buckets' names.
        other_names: Names that differ from Manuel's, such as `{"usage_table": "counters"}`.

    Raises:
        botocore.exceptions.ClientError: A resource could not be created, for instance because it exists.

    Example:
        >>> resources = create_manuel_resources(boto3.Session(region_name="eu-west-1"), server.url, "local", "000000000001")
        >>> resources.usage_table
        'manuel-usage-local'
    """

    def client(service: str) -> Any:
        return session.client(service, endpoint_url=endpoint_url)  # type: ignore[call-overload]

    names = {**names_by_contract(stage, account_id), **(other_names or {})}
    manuals_bucket, audio_bucket = names["manuals_bucket"], names["audio_bucket"]
    _create_buckets(client("s3"), session.region_name, manuals_bucket, audio_bucket)
    error_queue_url, dead_letter_queue_url = _create_queues(
        client("sqs"), names["error_queue"], names["dead_letter_queue"]
    )
    cognito = client("cognito-idp")
    user_pool_id, user_pool_client_id = create_pool(cognito, f"manuel-{stage}")
    second_pool_id, second_pool_client_id = create_pool(cognito, f"manuel-other-{stage}")
    knowledge_base_id, data_source_id = _create_knowledge_base(
        client("bedrock-agent"), session.region_name, account_id, stage, manuals_bucket
    )
    return ManuelResources(
        **_create_tables(client("dynamodb"), names),
        manuals_bucket=manuals_bucket,
        audio_bucket=audio_bucket,
        error_queue_url=error_queue_url,
        dead_letter_queue_url=dead_letter_queue_url,
        error_topic_arn=client("sns").create_topic(Name=names["error_topic"])["TopicArn"],
        user_pool_id=user_pool_id,
        user_pool_client_id=user_pool_client_id,
        second_pool_id=second_pool_id,
        second_pool_client_id=second_pool_client_id,
        knowledge_base_id=knowledge_base_id,
        data_source_id=data_source_id,
    )


def _create_tables(dynamodb: "DynamoDBClient", names: Mapping[str, str]) -> dict[str, str]:
    _create_table(dynamodb, names["usage_table"], ["user_id", "date"])
    _create_table(dynamodb, names["rate_limit_table"], ["limit_key"])
    _create_table(
        dynamodb,
        names["error_tracking_table"],
        ["error_id"],
        {"ErrorHashIndex": ["error_hash", "timestamp"], "SeverityIndex": ["severity", "timestamp"]},
    )
    return {kind: names[kind] for kind in ("usage_table", "rate_limit_table", "error_tracking_table")}


def _create_table(
    dynamodb: "DynamoDBClient",
    name: str,
    key: list[str],
    indexes: dict[str, list[str]] = {},  # noqa: B006 - not changed
) -> None:
    attributes = sorted({*key, *(attribute for index in indexes.values() for attribute in index)})
    definition: dict[str, Any] = {
        "TableName": name,
        "KeySchema": _key_schema(key),
        "AttributeDefinitions": [
            {"AttributeName": attribute, "AttributeType": "N" if attribute == "timestamp" else "S"}
            for attribute in attributes
        ],
        "BillingMode": "PAY_PER_REQUEST",
    }
    if indexes:
        definition["GlobalSecondaryIndexes"] = [
            {"IndexName": index, "KeySchema": _key_schema(of), "Projection": {"ProjectionType": "ALL"}}
            for index, of in indexes.items()
        ]
    dynamodb.create_table(**definition)
    dynamodb.update_time_to_live(
        TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"}
    )


def _key_schema(attributes: list[str]) -> list[dict[str, str]]:
    return [
        {"AttributeName": attribute, "KeyType": kind}
        for attribute, kind in zip(attributes, ("HASH", "RANGE"), strict=False)
    ]


def _create_buckets(s3: "S3Client", region: str, manuals_bucket: str, audio_bucket: str) -> None:
    placement: dict[str, Any] = (
        {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    )
    for bucket in (manuals_bucket, audio_bucket):
        s3.create_bucket(Bucket=bucket, **placement)
    s3.put_bucket_lifecycle_configuration(
        Bucket=audio_bucket,
        LifecycleConfiguration={
            "Rules": [
                {
                    "ID": "temporary-audio",
                    "Filter": {"Prefix": ""},
                    "Status": "Enabled",
                    "Expiration": {"Days": AUDIO_DAYS},
                }
            ]
        },
    )


def _create_queues(sqs: "SQSClient", error_queue: str, dead_letter_queue: str) -> tuple[str, str]:
    dead_letter_queue_url = sqs.create_queue(QueueName=dead_letter_queue)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead_letter_queue_url, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": MAX_RECEIVE_COUNT})
    created = sqs.create_queue(
        QueueName=error_queue, Attributes={"RedrivePolicy": redrive, "VisibilityTimeout": "30"}
    )
    return created["QueueUrl"], dead_letter_queue_url


def create_pool(cognito: "CognitoIdentityProviderClient", name: str) -> tuple[str, str]:
    pool_id = cognito.create_user_pool(
        PoolName=name,
        UsernameAttributes=["email"],
        AutoVerifiedAttributes=["email"],
        UsernameConfiguration={"CaseSensitive": False},
        UserAttributeUpdateSettings={"AttributesRequireVerificationBeforeUpdate": ["email"]},
        DeviceConfiguration={"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": True},
        Policies={
            "PasswordPolicy": {
                "MinimumLength": 8,
                "RequireUppercase": True,
                "RequireLowercase": True,
                "RequireNumbers": True,
                "RequireSymbols": True,
            }
        },
    )["UserPool"]["Id"]
    cognito.set_user_pool_mfa_config(
        UserPoolId=pool_id,
        SoftwareTokenMfaConfiguration={"Enabled": True},
        MfaConfiguration="OPTIONAL",
    )
    client = cognito.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName=f"{name}-app",
        GenerateSecret=False,
        ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        PreventUserExistenceErrors="ENABLED",
        AccessTokenValidity=1,
        IdTokenValidity=1,
        RefreshTokenValidity=30,
        TokenValidityUnits={"AccessToken": "hours", "IdToken": "hours", "RefreshToken": "days"},
    )["UserPoolClient"]
    cognito.create_group(UserPoolId=pool_id, GroupName=ADMIN_GROUP)
    return pool_id, client["ClientId"]


def _create_knowledge_base(
    bedrock: "AgentsforBedrockClient", region: str, account_id: str, stage: str, bucket: str
) -> tuple[str, str]:
    collection = f"arn:aws:aoss:{region}:{account_id}:collection/manuel{stage}"
    knowledge_base = bedrock.create_knowledge_base(
        name=f"manuel-manuals-{stage}",
        roleArn=f"arn:aws:iam::{account_id}:role/manuel-knowledge-base-{stage}",
        knowledgeBaseConfiguration={
            "type": "VECTOR",
            "vectorKnowledgeBaseConfiguration": {
                "embeddingModelArn": f"arn:aws:bedrock:{region}::foundation-model/amazon.titan-embed-text-v2:0"
            },
        },
        storageConfiguration={
            "type": "OPENSEARCH_SERVERLESS",
            "opensearchServerlessConfiguration": {
                "collectionArn": collection,
                "vectorIndexName": "manuals",
                "fieldMapping": {"vectorField": "vector", "textField": "text", "metadataField": "metadata"},
            },
        },
    )["knowledgeBase"]
    data_source = bedrock.create_data_source(
        knowledgeBaseId=knowledge_base["knowledgeBaseId"],
        name=f"manuel-manuals-{stage}",
        dataSourceConfiguration={
            "type": "S3",
            "s3Configuration": {
                "bucketArn": f"arn:aws:s3:::{bucket}",
                "inclusionPrefixes": ["manuals/"],
            },
        },
    )["dataSource"]
    return knowledge_base["knowledgeBaseId"], data_source["dataSourceId"]
