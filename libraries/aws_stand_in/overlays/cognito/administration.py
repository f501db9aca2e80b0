"""What administrators do with users: their states, attributes and groups."""

from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_request import AwsRequest, Handler
from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.overlays.cognito import pools, schema
from aws_stand_in.overlays.cognito.aliases import check_address_is_free, claim_aliases
from aws_stand_in.overlays.cognito.errors import check_unconfirmed, required, user_not_found
from aws_stand_in.overlays.cognito.invitations import Invitations, temporary_password
from aws_stand_in.overlays.cognito.sign_up_triggers import SignUpTriggers

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

_OK = 200


class AdministrationOverlay:
    """Answers operations that need AWS credentials, before moto or in its place.

    Args:
        triggers: The functions that are called before and after.
        invitations: Sends temporary passwords.
    """

    def __init__(self, triggers: SignUpTriggers, invitations: Invitations) -> None:
        self._triggers = triggers
        self._invitations = invitations

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers by operation."""
        return {
            "AdminCreateUser": self.create_user,
            "AdminConfirmSignUp": self.confirm_sign_up,
            "AdminUpdateUserAttributes": self.update_attributes,
            "AdminDeleteUserAttributes": self.delete_attributes,
            "AddCustomAttributes": self.add_custom_attributes,
        }

    def create_user(self, request: AwsRequest) -> AwsResponse:
        """Let moto create a user whose name is not taken, in whatever case, or invite one again."""
        given = request.parameters
        location = own_pool(request)
        user = pools.find_user(location.pool, given["Username"])
        if given.get("MessageAction") == "RESEND":
            return self._invite_again(request, location, user)
        if user is not None:
            raise AwsError("UsernameExistsException", "User account already exists")
        values = schema.values_of(given.get("UserAttributes", ()))
        schema.check_values(location.pool, values)
        claim_aliases(location.pool, None, values, force=given.get("ForceAliasCreation", False))
        self._triggers.before(location, "AdminCreateUser", given["Username"], values, given)
        response = request.pass_on()
        user = pools.find_user(location.pool, given["Username"])
        if response.status == _OK and user is not None:
            user.password = user.password or temporary_password()
            if given.get("MessageAction") != "SUPPRESS":
                self._invitations.send(location, user, given)
        return response

    def _invite_again(
        self, request: AwsRequest, location: pools.PoolLocation, user: "CognitoIdpUser | None"
    ) -> AwsResponse:
        if user is None:
            raise user_not_found()
        if user.status != "FORCE_CHANGE_PASSWORD":
            message = f"Resend not possible. {user.username} status is not FORCE_CHANGE_PASSWORD"
            raise AwsError("UnsupportedUserStateException", message)
        user.password = request.parameters.get("TemporaryPassword") or temporary_password()
        self._invitations.send(location, user, request.parameters)
        return request.respond({"User": user.to_json(extended=True)})

    def confirm_sign_up(self, request: AwsRequest) -> dict[str, Any]:
        """Confirm a user who has signed up."""
        location, user = own_user(request)
        check_unconfirmed(user)
        location.backend.admin_confirm_sign_up(location.pool.id, user.username)
        self._triggers.confirmed(location, "ConfirmSignUp", user, request.parameters)
        return {}

    def update_attributes(self, request: AwsRequest) -> dict[str, Any]:
        """Change attributes of a user."""
        location, user = own_user(request)
        values = schema.values_of(request.parameters["UserAttributes"])
        schema.check_change(location.pool, values)
        check_address_is_free(location, user, values.get("email"))
        claim_aliases(location.pool, user, {**user.attribute_lookup, **values}, force=False)
        schema.set_values(user, values)
        return {}

    def delete_attributes(self, request: AwsRequest) -> dict[str, Any]:
        """Delete attributes of a user."""
        location, user = own_user(request)
        schema.delete(location.pool, user, request.parameters["UserAttributeNames"])
        return {}

    def add_custom_attributes(self, request: AwsRequest) -> AwsResponse:
        """Let moto add attributes to the schema, 50 at most."""
        pool = own_pool(request).pool
        new = request.parameters["CustomAttributes"]
        for attribute in new:
            required(attribute, "Name")
        schema.check_number_of_custom_attributes(pool, len(new))
        return request.pass_on()


def own_pool(request: AwsRequest) -> pools.PoolLocation:
    """Return the pool that a signed request names, if it is in the request's account and region.

    Raises:
        AwsError: ResourceNotFoundException.
    """
    pool_id = request.parameters["UserPoolId"]
    location = pools.location_of_pool(pool_id)
    if location is None or (location.account_id, location.region) != (request.account_id, request.region):
        raise AwsError("ResourceNotFoundException", f"User pool {pool_id} does not exist.")
    return location


def own_user(request: AwsRequest) -> "tuple[pools.PoolLocation, CognitoIdpUser]":
    """Return the pool and the user that a signed request names.

    Raises:
        AwsError: ResourceNotFoundException, UserNotFoundException.
    """
    location = own_pool(request)
    user = pools.find_user(location.pool, request.parameters["Username"])
    if user is None:
        raise user_not_found()
    return location, user
