"""Verified addresses that are aliases: each belongs to one user of a pool.

Source: Amazon Cognito Developer Guide, "Customizing sign-in attributes"; API reference, ConfirmSignUp, ForceAliasCreation.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cognito import schema
from aws_stand_in.overlays.cognito.booleans import is_true
from aws_stand_in.overlays.cognito.pools import PoolLocation, find_user

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool

_SHOWN = {"email": "email", "phone_number": "phone number"}


def check_address_is_free(location: PoolLocation, user: "CognitoIdpUser", email: str | None) -> None:
    """Check that no other user of a pool whose users are named by e-mail addresses has an address.

    Raises:
        AliasExistsException: Moto's, if another user has it.
    """
    if email != user.attribute_lookup.get("email"):
        location.backend._verify_email_is_not_used(location.pool.id, email)


def claim_aliases(
    pool: "CognitoIdpUserPool", user: "CognitoIdpUser | None", values: Mapping[str, str], *, force: bool
) -> None:
    """Let a user have the verified addresses among some attributes as aliases.

    Args:
        pool: The pool.
        user: Whose aliases they will be; None for a user who is about to be created.
        values: The attributes that the user will have.
        force: Whether another user loses the alias.

    Raises:
        AwsError: AliasExistsException if another user has such an alias, unless `force`.
    """
    for alias in pool.extended_config.get("AliasAttributes") or ():
        if alias not in _SHOWN or not values.get(alias) or not is_true(values.get(f"{alias}_verified")):
            continue
        owner = find_user(pool, values[alias])
        if owner is None or owner is user:
            continue
        if not force:
            raise AwsError(
                "AliasExistsException", f"An account with the given {_SHOWN[alias]} already exists."
            )
        schema.set_values(owner, {f"{alias}_verified": "false"})
