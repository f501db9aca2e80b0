"""Who sends a request, as policies see it: an account, or a user or a session of a role of it.

Source: IAM User Guide, "AWS JSON policy elements: Principal" and "AWS global condition context keys".
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who sends a request.

    Attributes:
        names: The names in policies that mean the caller.
        kind: `aws:PrincipalType`.
        user_id: `aws:userid`.
        arn: `aws:PrincipalArn`; None for a caller without a name.
        account_id: `aws:PrincipalAccount`; None for a caller without a name.
        user_name: `aws:username`, which only users of IAM have.
    """

    names: tuple[str, ...]
    kind: str
    user_id: str
    arn: str | None = None
    account_id: str | None = None
    user_name: str | None = None


_ANONYMOUS = Caller(names=(), kind="Anonymous", user_id="anonymous")


def caller_with(access_key: str | None, account_id: str, partition: str) -> Caller:
    """Return the caller who has a key; a key that IAM and STS have not issued is the account's own.

    Args:
        access_key: The id of the access key that the request is signed with; None if it is not signed.
        account_id: The account that the key belongs to.
        partition: The partition of the account.
    """
    if access_key is None:
        return _ANONYMOUS
    return (
        _user_with(access_key, account_id, partition)
        or _session_with(access_key, account_id, partition)
        or _account(account_id, partition)
    )


def _account(account_id: str, partition: str) -> Caller:
    arn = f"arn:{partition}:iam::{account_id}:root"
    return Caller(names=(account_id, arn), kind="Account", user_id=account_id, arn=arn, account_id=account_id)


def _user_with(access_key: str, account_id: str, partition: str) -> Caller | None:
    from moto.iam.models import iam_backends

    known = iam_backends[account_id][partition]
    issued = known.access_keys.get(access_key)
    user = known.users.get(issued.user_name or "") if issued is not None else None
    if user is None:
        return None
    return Caller(
        names=(*_account(account_id, partition).names, user.arn),
        kind="User",
        user_id=user.id,
        arn=user.arn,
        account_id=account_id,
        user_name=user.name,
    )


def _session_with(access_key: str, account_id: str, partition: str) -> Caller | None:
    from moto.sts.models import sts_backends

    session = sts_backends[account_id][partition].get_assumed_role_from_access_key(access_key)
    if session is None:
        return None
    return Caller(
        names=(*_account(account_id, partition).names, session.role_arn, session.arn),
        kind="AssumedRole",
        user_id=session.user_id,
        arn=session.role_arn,
        account_id=account_id,
    )
