"""User pools: their users, their keys, and where a pool is."""

import functools
import re
import secrets
import string
from collections.abc import Callable, Collection, Sequence
from itertools import islice
from types import SimpleNamespace
from typing import Any
from weakref import WeakValueDictionary

from joserfc import jwk
from moto.cognitoidp import models, responses
from moto.cognitoidp.exceptions import AliasExistsException, InvalidParameterException, ResourceNotFoundError
from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool, CognitoIdpUserPoolClient
from moto.core.exceptions import JsonRESTError
from moto.utilities.paginator import paginate
from moto.utilities.utils import load_resource

from aws_stand_in.moto_patches import password_policy
from aws_stand_in.moto_patches.creation import after_creation

pools_by_id: WeakValueDictionary[str, CognitoIdpUserPool] = WeakValueDictionary()
"""The user pools of all accounts and regions, and some that are gone."""

clients_by_id: WeakValueDictionary[str, CognitoIdpUserPoolClient] = WeakValueDictionary()
"""The app clients of all user pools, and some that are gone."""

domains: WeakValueDictionary[tuple[str, str], Any] = WeakValueDictionary()
"""The domains of all user pools by region and name, and some that are gone."""

_SECRET_CHARACTERS, _SECRET_LENGTH = string.ascii_lowercase + string.digits, 52
_PAGES = vars(models)["PAGINATION_MODEL"]
_ONE_CONDITION = re.compile(r'\s*[\w:]+\s*\^?=\s*"([^"\\]|\\.)*"\s*')
_EQUALITY = re.compile(r'(username|sub|email|phone_number|preferred_username)\s*=\s*"(.*)"')


class UserDirectory(dict[str, CognitoIdpUser]):
    """The users of a pool by user name, which are also found by what else identifies them."""

    _IDENTIFYING = ("sub", "email", "phone_number", "preferred_username")

    def __init__(self) -> None:
        super().__init__()
        self._users: dict[str, dict[str, CognitoIdpUser]] = {}
        self._names: dict[str, set[str]] = {}

    def __setitem__(self, username: str, user: Any) -> None:
        super().__setitem__(username, user)
        user.directory = self
        self.note(user)

    def __delitem__(self, username: str) -> None:
        user: Any = self[username]
        user.directory = None
        self._forget(username)
        super().__delitem__(username)

    def identified_by(self, name: str) -> list[CognitoIdpUser]:
        """Return the users with this user name, id, e-mail address or phone number, in whatever case."""
        return list(self._users.get(name.lower(), {}).values())

    def note(self, user: CognitoIdpUser) -> None:
        """Take note of what identifies a user now."""
        self._forget(user.username)
        names = (user.username, *map(user.attribute_lookup.get, self._IDENTIFYING))
        self._names[user.username] = {name.lower() for name in names if name}
        for name in self._names[user.username]:
            self._users.setdefault(name, {})[user.username] = user

    def _forget(self, username: str) -> None:
        for name in self._names.pop(username, ()):
            del self._users[name][username]
            if not self._users[name]:
                del self._users[name]


class UsersInOrder(Sequence[CognitoIdpUser]):
    """The users of a pool as moto's paginator wants them, without a copy of all."""

    def __init__(self, users: Collection[CognitoIdpUser]) -> None:
        self._users = users

    def __len__(self) -> int:
        return len(self._users)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return list(islice(self._users, index.start, index.stop))
        return next(islice(self._users, index, None))


def users_identified_by(name: str, pool: CognitoIdpUserPool) -> list[CognitoIdpUser]:
    """Return the users of a pool with this user name, id, e-mail address or phone number, in whatever case."""
    directory: Any = pool.users
    found: list[CognitoIdpUser] = directory.identified_by(name)
    return found


def _find_user(self: CognitoIdpUserPool, username: str) -> CognitoIdpUser | None:
    kinds = self.extended_config.get("UsernameAttributes") or ()
    for user in users_identified_by(username, self):
        if username in [user.attribute_lookup.get(kind) for kind in kinds]:
            return user
    return self.users.get(username)


def _verify_email_is_not_used(self: Any, user_pool_id: str, email: str | None) -> None:
    pool = self.describe_user_pool(user_pool_id)
    if not email or "email" not in pool.extended_config.get("UsernameAttributes", ()):
        return
    if any(user.attribute_lookup.get("email") == email for user in users_identified_by(email, pool)):
        raise AliasExistsException


def _find_users_by_name() -> None:
    """Find users by what identifies them: moto goes through all of a pool for an e-mail address, a filter or a page."""
    backend: Any = models.CognitoIdpBackend
    pool: Any = CognitoIdpUserPool
    user: Any = CognitoIdpUser
    list_by_any_filter = backend.list_users.__wrapped__

    @paginate(_PAGES)
    def list_users(self: Any, user_pool_id: str, filt: str | None) -> Any:
        pool = self.describe_user_pool(user_pool_id)
        if not filt:
            return UsersInOrder(pool.users.values())
        if not _ONE_CONDITION.fullmatch(filt):
            raise InvalidParameterException("Error while parsing filter")
        equality = _EQUALITY.match(filt)
        if not equality:
            return list_by_any_filter(self, user_pool_id, filt)
        name, value = equality.groups()
        return [
            user
            for user in users_identified_by(value, pool)
            if value == (user.username if name == "username" else user.attribute_lookup.get(name))
        ]

    def noted(change: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
        def change_and_note(self: Any, attributes: Any) -> None:
            change(self, attributes)
            if self.directory is not None:
                self.directory.note(self)

        return change_and_note

    user.directory = None
    user.update_attributes = noted(user.update_attributes)
    user.delete_attributes = noted(user.delete_attributes)
    after_creation(pool, lambda pool: setattr(pool, "users", UserDirectory()))
    pool._get_user = _find_user
    backend.list_users = list_users
    backend._verify_email_is_not_used = _verify_email_is_not_used


def _find_members_of_a_group() -> None:
    """List the users that a group has: moto looks for them among all users of the pool."""

    @paginate(_PAGES)
    def list_users_in_group(self: Any, user_pool_id: str, group_name: str) -> list[CognitoIdpUser]:
        return sorted(self.get_group(user_pool_id, group_name).users, key=lambda user: user.create_date)

    backend: Any = models.CognitoIdpBackend
    backend.list_users_in_group = list_users_in_group


def _register_pools_and_clients() -> None:
    """Find a pool or an app client by its id, which is all that an unsigned request names."""
    after_creation(CognitoIdpUserPool, lambda pool: pools_by_id.__setitem__(pool.id, pool))
    after_creation(CognitoIdpUserPoolClient, lambda client: clients_by_id.__setitem__(client.id, client))
    after_creation(models.CognitoIdpUserPoolDomain, _register_domain)


def _make_secrets_of_letters_and_digits() -> None:
    """Make secrets of app clients that are valid where a request has them: moto's contain hyphens.

    Source: Amazon Cognito user pools API reference, RevokeToken, ClientSecret.
    """

    def make(client: CognitoIdpUserPoolClient) -> None:
        client.secret = "".join(secrets.choice(_SECRET_CHARACTERS) for _ in range(_SECRET_LENGTH))

    after_creation(CognitoIdpUserPoolClient, make)


def _register_domain(domain: Any) -> None:
    domains[domain.user_pool_id.partition("_")[0], domain.domain] = domain


def _skip_account_lookup() -> None:
    """Use the account and the region that the front has found: moto looks for them in all accounts once more."""
    response: Any = responses.CognitoIdpResponse
    module: Any = responses
    response._get_region_agnostic_backend = lambda self: self.backend
    module.find_account_region_by_value = lambda _key, _value, fallback: fallback


@functools.cache
def signing_key() -> Any:
    """Return the key pair that signs the tokens of every user pool; reading it takes 0.15 s."""
    return jwk.RSAKey.import_key(load_resource("cognitoidp/resources/jwks-private.json"))


def _read_signing_key_once() -> None:
    """Read the packaged key pair once: each user pool reads it again and recovers its primes, which takes 0.15 s."""
    one_key = SimpleNamespace(import_key=lambda _packaged: signing_key())
    module: Any = models
    module.jwk = SimpleNamespace(RSAKey=one_key)


def _check_one_time_passwords() -> None:
    """Check MFA codes: moto accepts any, unless an environment variable of the whole process says otherwise."""
    module: Any = models
    module.get_cognito_idp_user_pool_enable_totp = lambda: True


def _disable_moto_codes() -> None:
    """Sign up without a code of moto's, which refuses it where only administrators reset passwords."""
    backend: Any = models.CognitoIdpBackend
    backend._get_code_delivery_details = lambda _self, **_about: None


def _add_standard_attributes() -> None:
    """Give every pool the standard attributes: moto leaves those out that a schema does not mention."""
    attribute: Any = models.CognitoIdpUserPoolAttribute

    def complete(pool: Any) -> None:
        standard = {name: attribute(name, False, about) for name, about in attribute.STANDARD_SCHEMA.items()}
        pool.schema_attributes = {**standard, **pool.schema_attributes}

    after_creation(CognitoIdpUserPool, complete)


def _refuse_attributes_without_a_name() -> None:
    """Refuse a schema with an attribute that has no name, which AWS needs although the model does not: moto fails at it."""
    backend: Any = models.CognitoIdpBackend
    create = backend.create_user_pool

    def create_user_pool(self: Any, name: str, extended_config: dict[str, Any]) -> Any:
        if not all(attribute.get("Name") for attribute in extended_config.get("Schema") or ()):
            raise InvalidParameterException("Missing required parameter Name")
        return create(self, name, extended_config)

    backend.create_user_pool = create_user_pool


def _word_not_found_errors_like_cognito() -> None:
    """Word the errors for missing groups as Cognito does: moto gives only the name."""
    backend: Any = models.CognitoIdpBackend
    delete = backend.delete_group

    def get_group(self: Any, user_pool_id: str, group_name: str) -> Any:
        group = self.describe_user_pool(user_pool_id).groups.get(group_name)
        if group is None:
            raise ResourceNotFoundError("Group not found.")
        return group

    def delete_group(self: Any, user_pool_id: str, group_name: str) -> None:
        self.get_group(user_pool_id, group_name)
        delete(self, user_pool_id, group_name)

    backend.get_group = get_group
    backend.delete_group = delete_group


def _name_missing_password_requirement() -> None:
    """Name the requirement that a password misses, as Cognito does: moto has one message, and refuses more than 98 characters."""
    backend: Any = models.CognitoIdpBackend

    def validate_password(self: Any, user_pool_id: str, password: str) -> None:
        policies = self.describe_user_pool(user_pool_id).extended_config.get("Policies", {})
        found = password_policy.mistake(policies.get("PasswordPolicy", {}), password)
        if found:
            message = f"Password did not conform with policy: {found}"
            raise JsonRESTError("InvalidPasswordException", message)

    backend._validate_password = validate_password


def apply() -> None:
    """Change moto."""
    _name_missing_password_requirement()
    _read_signing_key_once()
    _check_one_time_passwords()
    _disable_moto_codes()
    _add_standard_attributes()
    _refuse_attributes_without_a_name()
    _word_not_found_errors_like_cognito()
    _find_users_by_name()
    _find_members_of_a_group()
    _register_pools_and_clients()
    _make_secrets_of_letters_and_digits()
    _skip_account_lookup()
