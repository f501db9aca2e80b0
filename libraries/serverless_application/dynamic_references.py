"""Dynamic references: `{{resolve:ssm:…}}` and `{{resolve:secretsmanager:…}}` in the values of properties.

Source: "Using dynamic references to specify template values" of the AWS CloudFormation user guide.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from application_template.errors import TemplateError
from application_template.scalars import text_of
from serverless_application.account import Account

_REFERENCE = re.compile(r"\{\{resolve:(?P<service>ssm|ssm-secure|secretsmanager):(?P<rest>[^}]+)\}\}")
_NOT_FOUND = ("ParameterNotFound", "ParameterVersionNotFound", "ResourceNotFoundException")
_SECRET = re.compile(
    r"(?P<id>arn:[^:]+:[^:]+:[^:]+:[^:]+:secret:[^:]+|[^:]+)(:SecretString(:(?P<key>[^:]*))?.*)?"
)


def resolve_references(value: Any, account: Account, imports: Mapping[str, str]) -> Any:
    """Return a value with its dynamic references replaced by what they name.

    Args:
        value: The value.
        account: Where the parameters and secrets are that the template creates.
        imports: Values of others, by what stands in the reference after `resolve:`.

    Raises:
        TemplateError: There is no such parameter or secret, or a secret has no such key.
    """
    if isinstance(value, dict):
        return {key: resolve_references(item, account, imports) for key, item in value.items()}
    if isinstance(value, list):
        return [resolve_references(item, account, imports) for item in value]
    if not isinstance(value, str) or "{{resolve:" not in value:
        return value
    return _REFERENCE.sub(lambda match: _named(match["service"], match["rest"], account, imports), value)


def _named(service: str, rest: str, account: Account, imports: Mapping[str, str]) -> str:
    reference = f"{service}:{rest}"
    if reference in imports:
        return imports[reference]
    try:
        return _secret(rest, account) if service == "secretsmanager" else _parameter(rest, account)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _NOT_FOUND:
            raise
        raise TemplateError(
            f"{{{{resolve:{reference}}}}} names what the template does not create: give its value as --import {reference}=…"
        ) from None


def _parameter(rest: str, account: Account) -> str:
    answer = account.client("ssm").get_parameter(Name=rest, WithDecryption=True)
    return str(answer["Parameter"]["Value"])


def _secret(rest: str, account: Account) -> str:
    match = _SECRET.fullmatch(rest)
    if match is None:
        raise TemplateError(f"{{{{resolve:secretsmanager:{rest}}}}} names no secret")
    text = str(account.client("secretsmanager").get_secret_value(SecretId=match["id"])["SecretString"])
    key = match["key"]
    if not key:
        return text
    return _value_in(text, key, match["id"])


def _value_in(secret: str, key: str, name: str) -> str:
    """Return the value of a key in a secret whose text is a JSON object."""
    try:
        values = json.loads(secret)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise TemplateError(f"the secret {name} is not a JSON object, so it has no key {key!r}")
    if key not in values:
        raise TemplateError(f"the secret {name} has no key {key!r}")
    return text_of(values[key])
