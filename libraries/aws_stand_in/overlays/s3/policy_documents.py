"""Whether a policy of a bucket is well-formed, and has nothing that is not imitated.

Source: IAM User Guide, "IAM JSON policy element reference".
"""

import json
from typing import Any

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.s3.condition_keys import is_condition_key
from aws_stand_in.overlays.s3.errors import S3Error
from aws_stand_in.overlays.s3.policies import principals_of_aws
from iam_policy.conditions import UnknownOperatorError, condition_operator
from iam_policy.evaluation import values_of
from iam_policy.variables import keys_in, with_variables_of_version

_ELEMENTS = ("Principal", "Action", "Resource")
_WITH_VARIABLES = ("Resource", "NotResource", "Condition")
_VERSIONS = ("2008-10-17", "2012-10-17")


def check_policy(document: bytes) -> None:
    """Refuse what is no policy.

    Raises:
        S3Error: It is not well-formed.
        NotImitatedError: It has a condition or a variable with a key that is not imitated.
    """
    try:
        policy = json.loads(document)
    except (ValueError, RecursionError):
        policy = None
    if not isinstance(policy, dict) or not document.startswith(b"{"):
        raise _malformed("Policies must be valid JSON and the first byte must be '{'")
    if policy.get("Version", _VERSIONS[0]) not in _VERSIONS:
        raise _malformed("The policy must contain a valid version string")
    if not isinstance(policy.get("Statement"), (list, dict)) or not policy["Statement"]:
        raise _malformed("Missing required field Statement")
    for statement in values_of(with_variables_of_version(policy)["Statement"]):
        _check_statement(statement)


def _check_statement(statement: Any) -> None:
    if not isinstance(statement, dict) or statement.get("Effect") not in ("Allow", "Deny"):
        raise _malformed("Missing required field Effect")
    for element in _ELEMENTS:
        if element not in statement and f"Not{element}" not in statement:
            raise _malformed(f"Missing required field {element}")
        values = values_of(principals_of_aws(statement.get(element, statement.get(f"Not{element}"))))
        if not all(isinstance(one, str) for one in values):
            raise _malformed(f"Policy has invalid {element.lower()}")
    _check_conditions(statement.get("Condition") or {})
    for key in keys_in(json.dumps([statement.get(name) for name in _WITH_VARIABLES])):
        _require_imitated(key)


def _check_conditions(conditions: Any) -> None:
    if not isinstance(conditions, dict) or not all(isinstance(keys, dict) for keys in conditions.values()):
        raise _malformed("Policy has an invalid condition")
    for operator, keys in conditions.items():
        try:
            condition_operator(operator)
        except UnknownOperatorError:
            raise _malformed(f"Invalid Condition type : {operator}") from None
        for key in keys:
            _check_condition_key(key)


def _check_condition_key(key: str) -> None:
    if ":" not in key:
        raise _malformed("Policy has an invalid condition key")
    _require_imitated(key)


def _require_imitated(key: str) -> None:
    if not is_condition_key(key):
        raise NotImitatedError(f"{key} in policies of buckets")


def _malformed(message: str) -> S3Error:
    return S3Error("MalformedPolicy", message)
