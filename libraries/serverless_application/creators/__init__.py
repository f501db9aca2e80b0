"""How resources of each type are created; a module for each service."""

from serverless_application.created import Creator
from serverless_application.creators import (
    api_gateway,
    bedrock,
    cdk,
    cognito,
    dynamodb,
    events,
    functions,
    kms,
    logs,
    s3,
    secretsmanager,
    sns,
    sqs,
    ssm,
)

CREATORS: dict[str, Creator] = {
    **api_gateway.CREATORS,
    **bedrock.CREATORS,
    **cdk.CREATORS,
    **cognito.CREATORS,
    **dynamodb.CREATORS,
    **events.CREATORS,
    **functions.CREATORS,
    **kms.CREATORS,
    **logs.CREATORS,
    **s3.CREATORS,
    **secretsmanager.CREATORS,
    **sns.CREATORS,
    **sqs.CREATORS,
    **ssm.CREATORS,
}
"""The types that can be created."""
