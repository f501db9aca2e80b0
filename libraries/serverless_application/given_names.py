"""The names that a template gives to resources: two of one kind cannot have the same."""

from collections.abc import Iterable

from application_template.application import TemplateResource
from application_template.errors import TemplateError

NAMES = {
    "AWS::Cognito::UserPoolDomain": "Domain",
    "AWS::DynamoDB::GlobalTable": "TableName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::Events::EventBus": "Name",
    "AWS::KMS::Alias": "AliasName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::SSM::Parameter": "Name",
    "AWS::Scheduler::ScheduleGroup": "Name",
    "AWS::SecretsManager::Secret": "Name",
}
"""The property with the name, for types whose names are unique in an account and region."""


def require_names_of_their_own(resources: Iterable[TemplateResource], stack: str) -> None:
    """Require that no two resources of a type have the same name.

    Args:
        resources: The resources with plain properties.
        stack: The name of the stack.

    Raises:
        TemplateError: Two have.
    """
    owners: dict[tuple[str, str], str] = {}
    for one in resources:
        name = one.properties.get(NAMES.get(one.type, ""))
        if name is None:
            continue
        owner = owners.setdefault((NAMES[one.type] + one.type.split("::")[1], str(name)), one.logical_id)
        if owner != one.logical_id:
            raise TemplateError(
                f"Resources/{one.logical_id}: {NAMES[one.type]} {str(name)!r} already exists in stack {stack}, as {owner}"
            )
