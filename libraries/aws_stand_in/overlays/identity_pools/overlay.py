"""`cognito-identity`: unauthenticated identities and those of the users of user pools, their credentials and tokens.

Imitated: GetId, GetCredentialsForIdentity (with the pool's roles, role mappings by token and by rules, and a custom role; the
credentials are those of the account), GetOpenIdToken, developer identities, DescribeIdentity, ListIdentities, DeleteIdentities,
SetIdentityPoolRoles, GetIdentityPoolRoles, tags. The public ones need no signature.

Not imitated: login providers that are not user pools (501); merging and unlinking identities (501); attributes for access control
(501); what a role may do. Pools themselves are moto's.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.overlays.cognito.errors import invalid_parameter, not_authorized
from aws_stand_in.overlays.identity_pools import roles
from aws_stand_in.overlays.identity_pools.credentials import open_id_token, temporary_credentials
from aws_stand_in.overlays.identity_pools.logins import verified_logins
from aws_stand_in.overlays.paging import page

if TYPE_CHECKING:
    from aws_stand_in.moto_patches.cognitoidentity import PoolIdentity

SERVICE = "cognito-identity"
MOST_TAGS = 50
OPEN_ID_TOKEN_SECONDS = 600
DEVELOPER_TOKEN_SECONDS = 900


class IdentityPoolsOverlay(Overlay):
    """Answers the operations on identities.

    Args:
        clock: Epoch seconds: the clock of user pools, by which their tokens expire here as well.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        operations: dict[str, Handler] = {
            "*": self.anything_else,
            "GetId": self.get_id,
            "GetCredentialsForIdentity": self.get_credentials,
            "GetOpenIdToken": self.get_open_id_token,
            "GetOpenIdTokenForDeveloperIdentity": self.get_token_for_developer_identity,
            "LookupDeveloperIdentity": self.look_up_developer_identity,
            "DescribeIdentity": self.describe_identity,
            "ListIdentities": self.list_identities,
            "ListIdentityPools": self.list_identity_pools,
            "DeleteIdentities": self.delete_identities,
            "SetIdentityPoolRoles": self.set_roles,
            "GetIdentityPoolRoles": self.get_roles,
            "TagResource": self.tag,
            "UntagResource": self.untag,
            "ListTagsForResource": self.list_tags,
        }
        return {(SERVICE, operation): handler for operation, handler in operations.items()}

    def anything_else(self, request: AwsRequest) -> AwsResponse:
        """Let moto answer if the pool exists."""
        if "IdentityPoolId" in request.parameters:
            _own_pool(request)
        return request.pass_on()

    def get_id(self, request: AwsRequest) -> dict[str, Any]:
        """Return the identity of a user, the same each time, or a new unauthenticated one."""
        pool = _pool(request.parameters["IdentityPoolId"])
        claims = self._claims(pool, request)
        if not claims:
            _check_unauthenticated_access_allowed(pool)
        subjects = {provider: str(one["sub"]) for provider, one in claims.items()}
        return {"IdentityId": (pool.identities.with_login(subjects) or self._new_identity(pool, subjects)).id}

    def get_credentials(self, request: AwsRequest) -> dict[str, Any]:
        """Return temporary credentials of the role of an identity."""
        identity, claims = self._authorize_identity(request)
        role = roles.role_of(identity.pool.roles, claims, request.parameters.get("CustomRoleArn"))
        return {
            "IdentityId": identity.id,
            "Credentials": temporary_credentials(identity, role, request.region, self._clock()),
        }

    def get_open_id_token(self, request: AwsRequest) -> dict[str, Any]:
        """Return a token with which AWS STS lets an identity assume a role."""
        identity, _ = self._authorize_identity(request)
        return {
            "IdentityId": identity.id,
            "Token": open_id_token(identity, self._clock(), OPEN_ID_TOKEN_SECONDS),
        }

    def get_token_for_developer_identity(self, request: AwsRequest) -> dict[str, Any]:
        """Return a token for a user that the developer's own backend has authenticated."""
        given = request.parameters
        pool = _own_pool(request)
        provider = pool.developer_provider_name
        if not provider or list(given["Logins"]) != [provider]:
            raise not_authorized("Token is not from a supported provider of this identity pool.")
        identity = pool.identities.with_login(given["Logins"])
        if "IdentityId" in given:
            identity = self._linked(pool, given["IdentityId"], identity, given["Logins"])
        identity = identity or self._new_identity(pool, given["Logins"])
        seconds = given.get("TokenDuration", DEVELOPER_TOKEN_SECONDS)
        return {"IdentityId": identity.id, "Token": open_id_token(identity, self._clock(), seconds)}

    def look_up_developer_identity(self, request: AwsRequest) -> dict[str, Any]:
        """Return the identity of a developer's user, or the users of an identity."""
        given = request.parameters
        pool = _own_pool(request)
        if "IdentityId" in given:
            identity = _identity_of(pool, given["IdentityId"])
        elif "DeveloperUserIdentifier" in given:
            identity = pool.identities.with_login(
                {pool.developer_provider_name: given["DeveloperUserIdentifier"]}
            )
        else:
            raise invalid_parameter("Either IdentityId or DeveloperUserIdentifier must be given.")
        if identity is None:
            raise AwsError("ResourceNotFoundException", "Developer user identifier not found.")
        known = identity.logins.get(pool.developer_provider_name)
        if given.get("DeveloperUserIdentifier", known) != known:
            raise AwsError("ResourceConflictException", "The identifiers belong to different identities.")
        return {"IdentityId": identity.id, "DeveloperUserIdentifierList": [known] if known else []}

    def describe_identity(self, request: AwsRequest) -> dict[str, Any]:
        """Describe an identity."""
        return _description(_own_identity(request))

    def list_identities(self, request: AwsRequest) -> dict[str, Any]:
        """List the identities of a pool."""
        pool = _own_pool(request)
        described = (_description(identity) for identity in pool.identities)
        listed = _page(described, request.parameters, "Identities")
        return {**listed, "IdentityPoolId": pool.identity_pool_id}

    def list_identity_pools(self, request: AwsRequest) -> dict[str, Any]:
        """List the pools of the account."""
        short = (
            {"IdentityPoolId": pool.identity_pool_id, "IdentityPoolName": pool.identity_pool_name}
            for pool in _backend(request).identity_pools.values()
        )
        return _page(short, request.parameters, "IdentityPools")

    def delete_identities(self, request: AwsRequest) -> dict[str, Any]:
        """Delete identities; those that do not exist count as deleted."""
        from aws_stand_in.moto_patches.cognitoidentity import find_identity

        for identity_id in request.parameters["IdentityIdsToDelete"]:
            identity = find_identity(identity_id)
            if identity is not None and identity.pool.account_id == request.account_id:
                identity.pool.identities.remove(identity)
        return {"UnprocessedIdentityIds": []}

    def set_roles(self, request: AwsRequest) -> dict[str, Any]:
        """Set the roles of a pool's identities."""
        given = request.parameters
        pool = _own_pool(request)
        roles.check_roles(given)
        pool.roles = {name: given[name] for name in ("Roles", "RoleMappings") if name in given}
        return {}

    def get_roles(self, request: AwsRequest) -> dict[str, Any]:
        """Return the roles of a pool's identities."""
        pool = _own_pool(request)
        return {"IdentityPoolId": pool.identity_pool_id, **pool.roles}

    def tag(self, request: AwsRequest) -> dict[str, Any]:
        """Add tags to a pool."""
        pool = _find_tagged(request)
        tags = {**pool.tags, **request.parameters["Tags"]}
        if len(tags) > MOST_TAGS:
            raise invalid_parameter(f"An identity pool can have as many as {MOST_TAGS} tags.")
        pool.tags = tags
        return {}

    def untag(self, request: AwsRequest) -> dict[str, Any]:
        """Remove tags from a pool."""
        pool = _find_tagged(request)
        removed = request.parameters["TagKeys"]
        pool.tags = {name: value for name, value in pool.tags.items() if name not in removed}
        return {}

    def list_tags(self, request: AwsRequest) -> dict[str, Any]:
        """Return the tags of a pool."""
        return {"Tags": _find_tagged(request).tags}

    def _claims(self, pool: Any, request: AwsRequest) -> dict[str, dict[str, Any]]:
        return verified_logins(pool, request.parameters.get("Logins", {}), self._clock())

    def _authorize_identity(self, request: AwsRequest) -> "tuple[PoolIdentity, dict[str, dict[str, Any]]]":
        identity = _identity(request.parameters["IdentityId"])
        claims = self._claims(identity.pool, request)
        if not claims and not identity.logins:
            _check_unauthenticated_access_allowed(identity.pool)
            return identity, {}
        subjects = {provider: str(one["sub"]) for provider, one in claims.items()}
        if not claims or (identity.logins and not subjects.items() & identity.logins.items()):
            raise not_authorized(f"Access to Identity '{identity.id}' is forbidden.")
        identity.pool.identities.link(identity, subjects)
        return identity, claims

    def _linked(
        self, pool: Any, identity_id: str, known: "PoolIdentity | None", logins: Mapping[str, str]
    ) -> "PoolIdentity":
        identity = _identity_of(pool, identity_id)
        if known is not None and known is not identity:
            raise AwsError(
                "DeveloperUserAlreadyRegisteredException", "The developer user belongs to another identity."
            )
        pool.identities.link(identity, logins)
        return identity

    def _new_identity(self, pool: Any, logins: Mapping[str, str]) -> "PoolIdentity":
        from aws_stand_in.moto_patches.cognitoidentity import PoolIdentity, region_of

        region = region_of(pool.identity_pool_id)
        identity = PoolIdentity(f"{region}:{uuid.uuid4()}", pool, self._clock())
        pool.identities.add(identity, logins)
        return identity


def _pool(pool_id: str) -> Any:
    from aws_stand_in.moto_patches.cognitoidentity import find_pool

    pool = find_pool(pool_id)
    if pool is None:
        raise _no_pool(pool_id)
    return pool


def _no_pool(pool_id: str) -> AwsError:
    return AwsError("ResourceNotFoundException", f"IdentityPool '{pool_id}' not found.")


def _backend(request: AwsRequest) -> Any:
    from moto.cognitoidentity.models import cognitoidentity_backends

    return cognitoidentity_backends[request.account_id][request.region]


def _own_pool(request: AwsRequest) -> Any:
    """Return the pool of a signed request, which has to be in its account and region."""
    pool_id = request.parameters["IdentityPoolId"]
    pool = _backend(request).identity_pools.get(pool_id)
    if pool is None:
        raise _no_pool(pool_id)
    return pool


def _identity(identity_id: str) -> "PoolIdentity":
    from aws_stand_in.moto_patches.cognitoidentity import find_identity

    identity = find_identity(identity_id)
    if identity is None:
        raise _no_identity(identity_id)
    return identity


def _no_identity(identity_id: str) -> AwsError:
    return AwsError("ResourceNotFoundException", f"Identity '{identity_id}' not found.")


def _own_identity(request: AwsRequest) -> "PoolIdentity":
    identity = _identity(request.parameters["IdentityId"])
    if identity.pool.account_id != request.account_id:
        raise _no_identity(identity.id)
    return identity


def _identity_of(pool: Any, identity_id: str) -> "PoolIdentity":
    identity: PoolIdentity | None = pool.identities.with_id(identity_id)
    if identity is None:
        raise _no_identity(identity_id)
    return identity


def _check_unauthenticated_access_allowed(pool: Any) -> None:
    if not pool.allow_unauthenticated_identities:
        raise not_authorized("Unauthenticated access is not supported for this identity pool.")


def _description(identity: "PoolIdentity") -> dict[str, Any]:
    return {
        "IdentityId": identity.id,
        "Logins": list(identity.logins),
        "CreationDate": identity.created_at,
        "LastModifiedDate": identity.created_at,
    }


def _page(items: Any, parameters: Mapping[str, Any], member: str) -> dict[str, Any]:
    return page(items, parameters, member, size="MaxResults", token="NextToken")


def _find_tagged(request: AwsRequest) -> Any:
    arn = request.parameters["ResourceArn"]
    pool = _backend(request).identity_pools.get(arn.rpartition("identitypool/")[2])
    if pool is None:
        raise AwsError("ResourceNotFoundException", f"Resource '{arn}' not found.")
    return pool
