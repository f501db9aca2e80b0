"""Which resources of a foreign template the suites mean by their settings.

A setting such as `usage_table` is, in this order: what the environment's file says under `template_names`; the output
`UsageTable` or `UsageTableName`; the resource `UsageTable`; for pools and knowledge bases, the only resource of its type.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from application_template.application import CreatedResource
from application_template.errors import TemplateError

TYPES = {
    "usage_table": "AWS::DynamoDB::Table",
    "rate_limit_table": "AWS::DynamoDB::Table",
    "error_tracking_table": "AWS::DynamoDB::Table",
    "manuals_bucket": "AWS::S3::Bucket",
    "audio_bucket": "AWS::S3::Bucket",
    "error_queue_url": "AWS::SQS::Queue",
    "dead_letter_queue_url": "AWS::SQS::Queue",
    "error_topic_arn": "AWS::SNS::Topic",
    "user_pool_id": "AWS::Cognito::UserPool",
    "user_pool_client_id": "AWS::Cognito::UserPoolClient",
    "knowledge_base_id": "AWS::Bedrock::KnowledgeBase",
    "data_source_id": "AWS::Bedrock::DataSource",
}
"""The type of the resource that each setting stands for."""
BY_TYPE_ALONE = ("user_pool_id", "user_pool_client_id", "knowledge_base_id", "data_source_id")
ENDINGS = ("", "Name", "Id", "Url", "Arn")
API = "api_base_url"


def manuel_names(
    created: Mapping[str, CreatedResource], outputs: Mapping[str, Any], chosen: Mapping[str, str]
) -> dict[str, str]:
    """Return the values of the settings that the template has something for.

    Args:
        created: The template's resources by logical id.
        outputs: Its outputs.
        chosen: Names of outputs or resources by setting.

    Raises:
        TemplateError: There is no such setting, output or resource.
    """
    found = {setting: _find(setting, created, outputs) for setting in TYPES}
    for setting, name in chosen.items():
        found[setting] = _chosen(setting, name, created, outputs)
    return {setting: value for setting, value in found.items() if value is not None}


def _chosen(
    setting: str, name: str, created: Mapping[str, CreatedResource], outputs: Mapping[str, Any]
) -> str:
    if setting not in (*TYPES, API):
        raise TemplateError(
            f"template_names: there is no setting {setting!r}; there are {', '.join((*TYPES, API))}"
        )
    if name in outputs:
        return str(outputs[name])
    if name in created:
        return _identity(created[name])
    raise TemplateError(
        f"template_names: {setting} is {name!r}, but the template has no such output or resource"
    )


def _find(setting: str, created: Mapping[str, CreatedResource], outputs: Mapping[str, Any]) -> str | None:
    stem = re.sub(r"_(id|url|arn)$", "", setting).title().replace("_", "")
    for name in (stem + ending for ending in ENDINGS):
        if name in outputs and _is_such(setting, str(outputs[name]), created):
            return str(outputs[name])
    of_type = [one for one in created.values() if one.type == TYPES[setting]]
    same_name = [one for one in of_type if one.logical_id == stem]
    if not same_name and setting in BY_TYPE_ALONE and len(of_type) == 1:
        same_name = of_type
    return _identity(same_name[0]) if same_name else None


def _is_such(setting: str, value: str, created: Mapping[str, CreatedResource]) -> bool:
    """Return whether a value is that by which resources of the setting's type are known: not the ARN where it is a name."""
    return value in _identities(one for one in created.values() if one.type == TYPES[setting])


def _identities(resources: Iterable[CreatedResource]) -> set[str]:
    return {_identity(resource) for resource in resources}


def _identity(resource: CreatedResource) -> str:
    return str(resource.attributes.get("DataSourceId", resource.physical_id))
