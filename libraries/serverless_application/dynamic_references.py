"""Dynamic references: `{{resolve:ssm:…}}` and `{{resolve:secretsmanager:…}}` in the values of properties.

Source: "Using dynamic references to specify template values" of the AWS CloudFormation user guide.
"""

import json
import re
from typing import Any

from application_template.errors import TemplateError
from serverless_application.account import Account

_REFERENCE = re.compile(r"\{\{resolve:(?P<service>ssm|ssm-secure|secretsmanager):(?P<rest>[^}]+)\}\}")
_SECRET = re.compile(
    r"(?P<id>arn:[^:]+:[^:]+:[^:]+:[^:]+:secret:[^:]+|[^:]+)(:SecretString(:(?P<key>[^:]*))?.*)?"
)


def resolve_references(value: Any, account: Account) -> Any:
    """Return a value with its dynamic references replaced by what they name in an account.

    Raises:
        botocore.exceptions.ClientError: There is no such parameter or secret.
        TemplateError: A secret has no such key.
    """
    if isinstance(value, dict):
        return {key: resolve_references(item, account) for key, item in value.items()}
    if isinstance(value, list):
        return [resolve_references(item, account) for item in value]
    if not isinstance(value, str) or "{{resolve:" not in value:
        return value
    return _REFERENCE.sub(lambda match: _named(match["service"], match["rest"], account), value)


def _named(service: str, rest: str, account: Account) -> str:
    return _secret(rest, account) if service == "secretsmanager" else _parameter(rest, account)


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
    values = json.loads(text)
    if key not in values:
        raise TemplateError(f"the secret {match['id']} has no key {key!r}")
    return str(values[key])
