"""The names of a deployment's tables, buckets, queues and topics: those of the settings, or else those of the contract."""

from typing import TYPE_CHECKING

from manuel_stack.resource_names import CONTRACT_NAMES
from ManuelEnvironment.errors import BlockedError

if TYPE_CHECKING:
    from ManuelEnvironment.settings import Settings


def known_resource_names(settings: "Settings") -> list[str]:
    """Return the names of all resources, except those that the settings do not suffice for."""
    has_account = settings.aws_account_id is not None
    known = (
        kind
        for kind, name in CONTRACT_NAMES.items()
        if has_account or getattr(settings, kind) or "{account}" not in name
    )
    return [resource_name(settings, kind) for kind in known]


def resource_name(settings: "Settings", kind: str) -> str:
    """Return the name of a resource in AWS.

    Args:
        settings: The environment's; its stage is by default the environment's name.
        kind: Which one: a setting such as `usage_table`.

    Raises:
        BlockedError: The contract's name has the account in it, and the settings have none.

    Example:
        >>> resource_name(settings, "usage_table")
        'manuel-usage-staging'
    """
    given: str | None = getattr(settings, kind)
    if given is not None:
        return given
    name = CONTRACT_NAMES[kind]
    if "{account}" in name and settings.aws_account_id is None:
        raise BlockedError(kind, f"set {kind}, or aws_account_id, in the settings of {settings.environment}")
    return name.format(stage=settings.stage or settings.environment, account=settings.aws_account_id)
