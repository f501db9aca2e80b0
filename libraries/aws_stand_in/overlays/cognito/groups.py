"""What the groups of a user put into tokens.

Source: Amazon Cognito Developer Guide, "Adding groups to a user pool"; API reference, CreateGroup, Precedence.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpGroup, CognitoIdpUser

_LAST = float("inf")
"""The rank of groups without a precedence, behind all others."""


def group_names(user: "CognitoIdpUser") -> list[str]:
    """Return the names of a user's groups, the one that takes precedence first."""
    return [group.group_name for group in _in_order(user)]


def role_claims(user: "CognitoIdpUser") -> dict[str, Any]:
    """Return the claims of the ID token about the roles of a user's groups.

    The preferred role is that of the group that takes precedence; if several do, with different roles, there is none.
    """
    having_roles = [group for group in _in_order(user) if group.role_arn]
    if not having_roles:
        return {}
    roles = list(dict.fromkeys(group.role_arn for group in having_roles))
    first = {group.role_arn for group in having_roles if _rank(group) == _rank(having_roles[0])}
    preferred = {"cognito:preferred_role": first.pop()} if len(first) == 1 else {}
    return {"cognito:roles": roles, **preferred}


def _in_order(user: "CognitoIdpUser") -> "list[CognitoIdpGroup]":
    return sorted(user.groups, key=lambda group: (_rank(group), group.group_name))


def _rank(group: "CognitoIdpGroup") -> float:
    precedence: int | None = group.precedence
    return _LAST if precedence is None else precedence
