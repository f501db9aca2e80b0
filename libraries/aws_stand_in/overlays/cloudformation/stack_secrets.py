"""Secrets of Secrets Manager.

Source: AWS CloudFormation Template Reference, AWS::SecretsManager::Secret.
"""

import json

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cloudformation.changes import Properties, change_tags, changed
from aws_stand_in.overlays.cloudformation.property_values import chosen, without
from aws_stand_in.overlays.cloudformation.stack_resource import StackResource

_GENERATED, _GIVEN = "GenerateSecretString", "SecretString"


class StackSecret(StackResource):
    """A secret, whose value is given or generated."""

    TYPE, SERVICE, NAME = "AWS::SecretsManager::Secret", "secretsmanager", "Name"
    ATTRIBUTES = frozenset({"Id"})
    UPDATABLE = frozenset({"Description", "KmsKeyId", _GIVEN, "Tags"})
    LASTING = frozenset({"Description", "KmsKeyId", _GIVEN})
    PROPERTIES = UPDATABLE | {_GENERATED}

    def create(self, name: str, properties: Properties) -> None:
        if _GENERATED in properties and _GIVEN in properties:
            raise AwsError(
                "ValidationError",
                f"You can only specify one of these: {_GIVEN} or {_GENERATED}, but not both.",
                status=400,
            )
        given = without(properties, _GENERATED)
        if _GENERATED in properties:
            given[_GIVEN] = self._generate_password(properties[_GENERATED])
        arn = self.call.with_all_properties("CreateSecret", {**given, "Name": name})["ARN"]
        self.physical_resource_id = arn
        self.attributes = {"Id": arn}

    def update(self, former: Properties, properties: Properties) -> None:
        secret = {"SecretId": self.physical_resource_id}
        if changes := changed(former, properties, self.LASTING):
            self.call.with_all_properties("UpdateSecret", {**secret, **chosen(properties, changes)})
        change_tags(self.call, secret, former, properties)

    def remove(self) -> None:
        self.call("DeleteSecret", SecretId=self.physical_resource_id, ForceDeleteWithoutRecovery=True)

    def _generate_password(self, how: Properties) -> str:
        """Return a value that is a password, or an object with one."""
        rules = without(how, "GenerateStringKey", "SecretStringTemplate")
        password = str(self.call.with_all_properties("GetRandomPassword", rules)["RandomPassword"])
        if "GenerateStringKey" not in how:
            return password
        return json.dumps({**_template(how), how["GenerateStringKey"]: password})


def _template(how: Properties) -> Properties:
    text = how.get("SecretStringTemplate", "")
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        message = (
            f"SecretStringTemplate must be a JSON object, as GenerateStringKey is given, and is {text!r}."
        )
        raise AwsError("ValidationError", message, status=400)
    return found
