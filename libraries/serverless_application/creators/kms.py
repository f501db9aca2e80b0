"""KMS: keys and their aliases; policies of keys are left out."""

from application_template.application import TemplateResource
from application_template.service_input import service_input
from serverless_application.account import Account
from serverless_application.created import Created, Creator


def create_key(resource: TemplateResource, account: Account) -> Created:
    """Create a key, which may be disabled; `Ref` gives its id."""
    client, properties = account.client("kms"), resource.properties
    given = {name: value for name, value in properties.items() if name != "Tags"}
    key = client.create_key(**service_input(client.meta.service_model, "CreateKey", given))["KeyMetadata"]
    if str(properties.get("Enabled", True)).lower() == "false":
        client.disable_key(KeyId=key["KeyId"])
    return Created(key["KeyId"], {"Arn": key["Arn"], "KeyId": key["KeyId"]})


def create_alias(resource: TemplateResource, account: Account) -> Created:
    """Give a key another name; `Ref` gives that."""
    client, name = account.client("kms"), str(resource.properties["AliasName"])
    client.create_alias(**service_input(client.meta.service_model, "CreateAlias", resource.properties))
    return Created(name)


CREATORS: dict[str, Creator] = {"AWS::KMS::Alias": create_alias, "AWS::KMS::Key": create_key}
