"""The names in policies that mean who sends a request: an account, and the user or the session of a role of it.

Source: IAM User Guide, "AWS JSON policy elements: Principal".
"""

from collections.abc import Iterator


def principals_of(access_key: str | None, account_id: str, partition: str) -> tuple[str, ...]:
    """Return the names of a caller.

    Args:
        access_key: The id of the access key that the request is signed with; None if it is not signed.
        account_id: The account that the key belongs to.
        partition: The partition of the account.
    """
    if access_key is None:
        return ()
    account = (account_id, f"arn:{partition}:iam::{account_id}:root")
    return account if access_key == account_id else (*account, *_issued(access_key, account_id, partition))


def _issued(access_key: str, account_id: str, partition: str) -> Iterator[str]:
    """Yield the names of whom IAM or STS has issued a key to."""
    from moto.iam.models import iam_backends
    from moto.sts.models import sts_backends

    users = iam_backends[account_id][partition]
    issued = users.access_keys.get(access_key)
    if issued is not None and issued.user_name in users.users:
        yield users.users[issued.user_name].arn
    session = sts_backends[account_id][partition].get_assumed_role_from_access_key(access_key)
    if session is not None:
        yield from (session.role_arn, session.arn)
