"""Secrets Manager: secrets, given or generated."""

import json
from collections.abc import Mapping
from typing import Any

from application_template.application import TemplateResource
from application_template.service_input import service_input
from serverless_application.account import Account
from serverless_application.created import Created, Creator


def create_secret(resource: TemplateResource, account: Account) -> Created:
    """Create a secret; `Ref` gives its ARN."""
    client = account.client("secretsmanager")
    properties = {**resource.properties, "Name": account.name(resource, "Name")}
    if "GenerateSecretString" in properties:
        properties["SecretString"] = _generated(client, properties["GenerateSecretString"])
    arn = client.create_secret(**service_input(client.meta.service_model, "CreateSecret", properties))["ARN"]
    return Created(arn, {"Id": arn})


def _generated(client: Any, how: Mapping[str, Any]) -> str:
    password: str = client.get_random_password(
        **service_input(client.meta.service_model, "GetRandomPassword", how)
    )["RandomPassword"]
    if "GenerateStringKey" not in how:
        return password
    return json.dumps({**json.loads(how["SecretStringTemplate"]), how["GenerateStringKey"]: password})


CREATORS: dict[str, Creator] = {"AWS::SecretsManager::Secret": create_secret}
