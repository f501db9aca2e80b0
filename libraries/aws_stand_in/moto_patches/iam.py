"""IAM: policies of AWS's own, such as the one that lets functions write logs, and trust policies that are none."""

import functools
import json
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.exceptions import MalformedPolicyDocument
from moto.iam.models import AWSManagedPolicy, IAMBackend

_ASKING = ("attach_group_policy", "attach_role_policy", "attach_user_policy", "get_policy")
_OF_AWS = ":iam::aws:policy/"


def _add_aws_managed_policies() -> None:
    """Add an AWS managed policy when it is first asked for: moto has none of them, or all twelve hundred in each account."""
    backend: Any = IAMBackend
    for name in _ASKING:
        setattr(backend, name, _adding(getattr(backend, name)))


def _adding(work: Any) -> Any:
    @functools.wraps(work)
    def with_policy(self: Any, policy_arn: str, *more: Any, **named: Any) -> Any:
        is_unknown = policy_arn not in self.managed_policies and _OF_AWS in policy_arn
        if is_unknown and policy_arn in _policies_of_aws():
            name, described = _policies_of_aws()[policy_arn]
            policy = AWSManagedPolicy.from_data(name, self.account_id, self.region_name, described)
            self.aws_managed_policies.append(policy)
            self.managed_policies[policy_arn] = policy
        return work(self, policy_arn, *more, **named)

    return with_policy


@functools.cache
def _policies_of_aws() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return moto's copy of all policies of AWS, each with its name, by ARN."""
    policies = json.loads(aws_managed_policies_data)
    return {
        f"arn:aws{_OF_AWS.rstrip('/')}{described['Path']}{name}": (name, described)
        for name, described in policies.items()
    }


def _require_trust_policies() -> None:
    """Refuse to create a role whose trust policy has no statements that let somebody do something: moto takes anything."""
    backend: Any = IAMBackend
    create = backend.create_role

    @functools.wraps(create)
    def create_role(
        self: Any, role_name: str, assume_role_policy_document: str, *more: Any, **named: Any
    ) -> Any:
        if not _is_trust_policy(assume_role_policy_document):
            raise MalformedPolicyDocument("Syntax errors in policy.")
        return create(self, role_name, assume_role_policy_document, *more, **named)

    backend.create_role = create_role


def _is_trust_policy(text: str) -> bool:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return False
    found = document.get("Statement") if isinstance(document, dict) else None
    statements = found if isinstance(found, list) else [found]
    return bool(statements) and all(map(_is_trusting, statements))


def _is_trusting(statement: Any) -> bool:
    """Tell whether a statement has an effect, an action and somebody whom it is about."""
    if not isinstance(statement, dict) or statement.get("Effect") not in ("Allow", "Deny"):
        return False
    return bool(
        statement.keys() & {"Action", "NotAction"} and statement.keys() & {"Principal", "NotPrincipal"}
    )


def apply() -> None:
    """Change moto."""
    _require_trust_policies()
    _add_aws_managed_policies()
