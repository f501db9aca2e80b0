"""Cases of Cognito user pools: what one request is answered.

`{pool}` stands for a pool with custom attributes and e-mail addresses as aliases, `{client}` for an app client that tells who exists, `{discreet}`
for one that does not, `{narrow}` for one that writes and reads few attributes, `{rotating}` for one that rotates refresh tokens. Of the users,
`ada` is confirmed with a verified address and `bob` with one that is not; `dan` is disabled, `una` unconfirmed, `max` has a temporary password.
`{token}` is ada's access token by `{client}`, `{narrow_token}` that by `{narrow}`.
"""

from typing import Any

from botocore import xform_name

from behaviours import Case

API = "Amazon Cognito user pools API reference, "
GUIDE = "Amazon Cognito Developer Guide, "
INVALID, REFUSED, MISSING, NOBODY = (
    "InvalidParameterException",
    "NotAuthorizedException",
    "ResourceNotFoundException",
    "UserNotFoundException",
)
NO_USER = (NOBODY, "User does not exist.")
NO_POOL = (MISSING, "User pool eu-west-1_none00000 does not exist.")
NO_GROUP = (MISSING, "Group not found.")
WRONG = (REFUSED, "Incorrect username or password.")
ERRORS = GUIDE + "Managing user existence error responses"
ATTRIBUTES = GUIDE + "Working with user attributes"
SCHEMA = "Attributes did not conform to the schema: "


def of(username: str, **more: Any) -> dict[str, Any]:
    return {"UserPoolId": "{pool}", "Username": username, **more}


def lost(**more: Any) -> dict[str, Any]:
    return {"UserPoolId": "eu-west-1_none00000", **more}


def attributes(**values: str) -> list[dict[str, str]]:
    return [{"Name": name.replace("__", ":"), "Value": value} for name, value in values.items()]


def sign_in(username: str, client: str = "{client}", password: str = "Corr3ct-horse") -> dict[str, Any]:
    return {
        "ClientId": client,
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": username, "PASSWORD": password},
    }


def admin_sign_in(username: str, client: str = "{client}") -> dict[str, Any]:
    return {**sign_in(username, client), "UserPoolId": "{pool}", "AuthFlow": "ADMIN_USER_PASSWORD_AUTH"}


def sign_up(username: str = "new", client: str = "{client}", **values: str) -> dict[str, Any]:
    return {
        "ClientId": client,
        "Username": username,
        "Password": "Corr3ct-horse",
        "UserAttributes": attributes(**values),
    }


def change(**values: str) -> dict[str, Any]:
    return {"AccessToken": "{token}", "UserAttributes": attributes(**values)}


def new_password(**changes: Any) -> dict[str, Any]:
    given = {"PreviousPassword": "Corr3ct-horse", "ProposedPassword": "An0ther-horse", **changes}
    return {"AccessToken": "{token}", **{name: value for name, value in given.items() if value}}


def schema(**attribute: Any) -> dict[str, Any]:
    return {"UserPoolId": "{pool}", "CustomAttributes": [attribute]}


OPERATIONS_ON_USERS: dict[str, dict[str, Any]] = {
    "AdminGetUser": {},
    "AdminDeleteUser": {},
    "AdminDisableUser": {},
    "AdminEnableUser": {},
    "AdminConfirmSignUp": {},
    "AdminResetUserPassword": {},
    "AdminUserGlobalSignOut": {},
    "AdminSetUserPassword": {"Password": "An0ther-horse", "Permanent": True},
    "AdminUpdateUserAttributes": {"UserAttributes": attributes(name="Ada")},
    "AdminDeleteUserAttributes": {"UserAttributeNames": ["name"]},
    "AdminAddUserToGroup": {"GroupName": "readers"},
    "AdminRemoveUserFromGroup": {"GroupName": "readers"},
    "AdminListGroupsForUser": {},
    "AdminSetUserMFAPreference": {},
}

UNKNOWN_USERS = [
    Case(
        f"{operation} of an unknown user",
        API + operation,
        xform_name(operation),
        of("nobody", **more),
        NO_USER,
    )
    for operation, more in OPERATIONS_ON_USERS.items()
]
UNKNOWN_POOLS = [
    Case(
        f"{operation} of an unknown pool",
        API + operation,
        xform_name(operation),
        lost(Username="ada", **more),
        NO_POOL,
    )
    for operation, more in OPERATIONS_ON_USERS.items()
]
STATES = [
    Case("a disabled user does not sign in", API + "InitiateAuth", "initiate_auth", sign_in("dan"), (REFUSED, "User is disabled.")),
    Case("a disabled user does not sign in by an administrator", API + "AdminInitiateAuth", "admin_initiate_auth", admin_sign_in("dan"), (REFUSED, "User is disabled.")),
    Case("an unconfirmed user does not sign in", API + "InitiateAuth", "initiate_auth", sign_in("una"), ("UserNotConfirmedException", "User is not confirmed.")),
    Case("an unconfirmed user does not sign in by an administrator", API + "AdminInitiateAuth", "admin_initiate_auth", admin_sign_in("una"),
         ("UserNotConfirmedException", "User is not confirmed.")),
    Case("an unknown user does not sign in", ERRORS, "initiate_auth", sign_in("nobody"), NO_USER),
    Case("an unknown user looks like a wrong password", ERRORS, "initiate_auth", sign_in("nobody", "{discreet}"), WRONG),
    Case("an unknown user looks like a wrong password to an administrator", ERRORS, "admin_initiate_auth", admin_sign_in("nobody", "{discreet}"), WRONG),
    Case("the right present password", API + "ChangePassword", "change_password", new_password(), {}),
    Case("a wrong present password", API + "ChangePassword", "change_password", new_password(PreviousPassword="wr0ng-Horse!"), WRONG),
    Case("a new password without the present one", API + "ChangePassword", "change_password", new_password(PreviousPassword=None), WRONG),
    Case("a weak new password", API + "ChangePassword", "change_password", new_password(ProposedPassword="weak"), ("InvalidPasswordException", "Password did not conform with policy: Password not long enough")),
    Case("a wrong password", API + "InitiateAuth", "initiate_auth", sign_in("ada", password="wr0ng-Horse!"), WRONG),
    Case("a client of no pool", API + "InitiateAuth", "initiate_auth", sign_in("ada", "none"), (MISSING, "User pool client none does not exist.")),
    Case("a client of another pool", API + "AdminInitiateAuth", "admin_initiate_auth", {**admin_sign_in("ada"), "UserPoolId": "{other_pool}"},
         (MISSING, "…does not exist.")),
    Case("an alias that is not verified does not sign in", GUIDE + "Customizing sign-in attributes", "initiate_auth", sign_in("bob@example.com", "{discreet}"), WRONG),
    Case("an alias that is not verified is nobody", GUIDE + "Customizing sign-in attributes", "initiate_auth", sign_in("bob@example.com"), NO_USER),
    Case("a confirmed user is not confirmed again", API + "AdminConfirmSignUp", "admin_confirm_sign_up", of("ada"),
         (REFUSED, "User cannot be confirmed. Current status is CONFIRMED")),
    Case("a new user's password is not reset", API + "AdminResetUserPassword", "admin_reset_user_password", of("max"),
         (REFUSED, "User password cannot be reset in the current state.")),
    Case("a disabled user's password is not reset", API + "AdminResetUserPassword", "admin_reset_user_password", of("dan"), (REFUSED, "User is disabled.")),
    Case("an invitation is not sent again to a confirmed user", API + "AdminCreateUser", "admin_create_user", of("ada", MessageAction="RESEND"),
         ("UnsupportedUserStateException", "Resend not possible. ada status is not FORCE_CHANGE_PASSWORD")),
    Case("an invitation is not sent again to nobody", API + "AdminCreateUser", "admin_create_user", of("nobody", MessageAction="RESEND"), NO_USER),
    Case("a name is taken once", API + "AdminCreateUser", "admin_create_user", of("ADA", MessageAction="SUPPRESS"), ("UsernameExistsException", "User account already exists")),
    Case("no user of an unknown pool is created", API + "AdminCreateUser", "admin_create_user", lost(Username="new"), NO_POOL),
    Case("no users of an unknown pool", API + "ListUsers", "list_users", lost(), NO_POOL),
    Case("a wrong access token", API + "GetUser", "get_user", {"AccessToken": "none"}, (REFUSED, "Invalid Access Token")),
]  # fmt: skip
POLICY = "Password did not conform with policy: Password "
PASSWORDS = [
    Case(f"a password {name}", GUIDE + "Adding user pool password requirements", "admin_set_user_password", of("ada", Password=password, Permanent=True),
         ("InvalidPasswordException", POLICY + lacks))
    for name, password, lacks in (
        ("has 8 characters by default", "Sh0rt-x", "not long enough"),
        ("has a small letter", "CORR3CT-HORSE", "must have lowercase characters"),
        ("has a capital letter", "corr3ct-horse", "must have uppercase characters"),
        ("has a digit", "Correct-horse", "must have numeric characters"),
        ("has a symbol", "Corr3cthorse", "must have symbol characters"),
    )
] + [
    Case("a password may have 256 characters", API + "AdminSetUserPassword", "admin_set_user_password", of("ada", Password="Corr3ct-" * 32, Permanent=True), {}),
]  # fmt: skip
HIDDEN = [
    Case("a new code for a disabled user is pretended", ERRORS, "resend_confirmation_code", {"ClientId": "{discreet}", "Username": "dan"},
         {"CodeDeliveryDetails": {"Destination": "d***@***", "DeliveryMedium": "EMAIL", "AttributeName": "email"}}),
    Case("a new code for nobody is pretended", ERRORS, "resend_confirmation_code", {"ClientId": "{discreet}", "Username": "nobody"},
         {"CodeDeliveryDetails": {"Destination": "n***@***", "DeliveryMedium": "EMAIL", "AttributeName": "email"}}),
    Case("a new code for nobody", ERRORS, "resend_confirmation_code", {"ClientId": "{client}", "Username": "nobody"}, (NOBODY, "Username/client id combination not found.")),
    Case("a forgotten password of a disabled user is pretended", ERRORS, "forgot_password", {"ClientId": "{discreet}", "Username": "dan"},
         {"CodeDeliveryDetails": {"Destination": "d***@***", "DeliveryMedium": "EMAIL", "AttributeName": "email"}}),
    Case("a forgotten password without a verified address is pretended", ERRORS, "forgot_password", {"ClientId": "{discreet}", "Username": "bob"},
         {"CodeDeliveryDetails": {"Destination": "b***@***", "DeliveryMedium": "EMAIL", "AttributeName": "email"}}),
    Case("a forgotten password of nobody", ERRORS, "forgot_password", {"ClientId": "{client}", "Username": "nobody"}, (NOBODY, "Username/client id combination not found.")),
    Case("a new password of a disabled user has the wrong code", ERRORS, "confirm_forgot_password",
         {"ClientId": "{discreet}", "Username": "dan", "ConfirmationCode": "123456", "Password": "An0ther-horse"},
         ("CodeMismatchException", "Invalid verification code provided, please try again.")),
]  # fmt: skip
GROUPS = [
    Case("no user joins an unknown group", API + "AdminAddUserToGroup", "admin_add_user_to_group", of("ada", GroupName="none"), NO_GROUP),
    Case("no user leaves an unknown group", API + "AdminRemoveUserFromGroup", "admin_remove_user_from_group", of("ada", GroupName="none"), NO_GROUP),
    Case("an unknown group has no description", API + "GetGroup", "get_group", {"UserPoolId": "{pool}", "GroupName": "none"}, NO_GROUP),
    Case("an unknown group is not updated", API + "UpdateGroup", "update_group", {"UserPoolId": "{pool}", "GroupName": "none"}, NO_GROUP),
    Case("an unknown group is not deleted", API + "DeleteGroup", "delete_group", {"UserPoolId": "{pool}", "GroupName": "none"}, NO_GROUP),
    Case("an unknown group has no users", API + "ListUsersInGroup", "list_users_in_group", {"UserPoolId": "{pool}", "GroupName": "none"}, NO_GROUP),
    Case("a group's name is taken once", API + "CreateGroup", "create_group", {"UserPoolId": "{pool}", "GroupName": "readers"},
         ("GroupExistsException", "A group with the name already exists")),
    Case("a precedence is not negative", API + "CreateGroup", "create_group", {"UserPoolId": "{pool}", "GroupName": "new", "Precedence": -1},
         (INVALID, "1 validation error detected: Value '-1' at 'precedence' failed to satisfy constraint: Member must have value greater than or equal to 0")),
    Case("a user without groups", API + "AdminListGroupsForUser", "admin_list_groups_for_user", of("bob"), {"Groups": []}),
]  # fmt: skip
VALUES = [
    Case("an attribute has to be in the schema", ATTRIBUTES, "sign_up", sign_up(custom__none="x"), (INVALID, SCHEMA + "custom:none: Attribute does not exist in the schema.")),
    Case("an administrator's attribute has to be in the schema", ATTRIBUTES, "admin_create_user", of("new", UserAttributes=attributes(shoe_size="44")),
         (INVALID, SCHEMA + "shoe_size: Attribute does not exist in the schema.")),
    Case("a text may be too short", API + "StringAttributeConstraintsType", "sign_up", sign_up(custom__code="x"),
         (INVALID, SCHEMA + "custom:code: String attributes must have at least 2 characters.")),
    Case("a text may be too long", API + "StringAttributeConstraintsType", "sign_up", sign_up(custom__code="xxxxxx"),
         (INVALID, SCHEMA + "custom:code: String attributes must have at most 5 characters.")),
    Case("a text has 2048 characters at most", GUIDE + "Quotas in Amazon Cognito", "sign_up", sign_up(custom__free="x" * 2049),
         (INVALID, "1 validation error detected: Value at 'userAttributes.1.member.value' failed to satisfy constraint: Member must have length less than or equal to 2048")),
    Case("a number is one", API + "SchemaAttributeType", "sign_up", sign_up(custom__level="high"), (INVALID, SCHEMA + "custom:level: Value is not a number.")),
    Case("a number may be too small", API + "NumberAttributeConstraintsType", "sign_up", sign_up(custom__level="0"),
         (INVALID, SCHEMA + "custom:level: Number attributes must be at least 1.")),
    Case("a number may be too large", API + "NumberAttributeConstraintsType", "admin_update_user_attributes", of("ada", UserAttributes=attributes(custom__level="11")),
         (INVALID, SCHEMA + "custom:level: Number attributes must be at most 10.")),
    Case("a truth value is one", API + "SchemaAttributeType", "sign_up", sign_up(custom__flag="maybe"), (INVALID, SCHEMA + "custom:flag: Value is not a boolean.")),
    Case("a birthday has ten characters", ATTRIBUTES, "sign_up", sign_up(birthdate="1815"), (INVALID, SCHEMA + "birthdate: String attributes must have at least 10 characters.")),
    Case("an attribute may be set once", API + "SchemaAttributeType", "admin_update_user_attributes", of("ada", UserAttributes=attributes(custom__code="other")),
         (INVALID, "user.custom:code: Attribute cannot be updated.")),
    Case("a user does not change it either", API + "SchemaAttributeType", "update_user_attributes", change(custom__code="other"),
         (INVALID, "user.custom:code: Attribute cannot be updated.")),
    Case("nobody changes the id", ATTRIBUTES, "admin_update_user_attributes", of("ada", UserAttributes=attributes(sub="x")), (INVALID, "user.sub: Attribute cannot be updated.")),
    Case("a client writes what it may", GUIDE + "Attribute permissions and scopes", "sign_up", sign_up(client="{narrow}", nickname="A"),
         (REFUSED, "A client attempted to write unauthorized attribute")),
    Case("a user changes what the client may write", GUIDE + "Attribute permissions and scopes", "update_user_attributes",
         {"AccessToken": "{narrow_token}", "UserAttributes": attributes(nickname="A")}, (REFUSED, "A client attempted to write unauthorized attribute")),
    Case("a user deletes what the client may write", GUIDE + "Attribute permissions and scopes", "delete_user_attributes",
         {"AccessToken": "{narrow_token}", "UserAttributeNames": ["nickname"]}, (REFUSED, "A client attempted to write unauthorized attribute")),
    Case("an unknown attribute is not deleted", API + "AdminDeleteUserAttributes", "admin_delete_user_attributes", of("ada", UserAttributeNames=["custom:none"]),
         (INVALID, "…custom:none: Attribute does not exist in the schema.\n")),
    Case("an attribute without a value is deleted", API + "AdminDeleteUserAttributes", "admin_delete_user_attributes", of("bob", UserAttributeNames=["nickname"]), {}),
]  # fmt: skip
SCHEMAS = [
    Case("an attribute of a new pool has a name", API + "SchemaAttributeType", "create_user_pool", {"PoolName": "new", "Schema": [{"AttributeDataType": "String"}]},
         (INVALID, "Missing required parameter Name")),
    Case("a name in a schema is taken once", API + "AddCustomAttributes", "add_custom_attributes", schema(Name="code", AttributeDataType="String"),
         (INVALID, "custom:code: Existing attribute already has name custom:code.")),
    Case("a custom attribute is not required", API + "AddCustomAttributes", "add_custom_attributes", schema(Name="new", AttributeDataType="String", Required=True),
         (INVALID, "Required custom attributes are not supported currently.")),
    Case("a name has 20 characters at most", API + "SchemaAttributeType", "add_custom_attributes", schema(Name="x" * 21, AttributeDataType="String"),
         (INVALID, "1 validation error detected: Value '" + "x" * 21 + "' at 'customAttributes.1.member.name' failed to satisfy constraint: Member must have length less than or equal to 20")),
    Case("a request adds 25 custom attributes at most", API + "AddCustomAttributes", "add_custom_attributes",
         {"UserPoolId": "{pool}", "CustomAttributes": [{"Name": f"a{n}", "AttributeDataType": "String"} for n in range(26)]},
         (INVALID, "…Member must have length less than or equal to 25")),
    Case("a client reads attributes of the schema", API + "CreateUserPoolClient", "create_user_pool_client",
         {"UserPoolId": "{pool}", "ClientName": "new", "ReadAttributes": ["custom:none"]}, (INVALID, "Invalid read attributes specified while creating a client")),
    Case("a client writes attributes of the schema", API + "CreateUserPoolClient", "create_user_pool_client",
         {"UserPoolId": "{pool}", "ClientName": "new", "WriteAttributes": ["custom:none"]}, (INVALID, "Invalid write attributes specified while creating a client")),
]  # fmt: skip
REFRESHING = [
    Case("rotated tokens are not refreshed in the old way", GUIDE + "Refresh tokens", "initiate_auth",
         {"ClientId": "{rotating}", "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {"REFRESH_TOKEN": "a"}}, (INVALID, "Auth flow not enabled for this client")),
    Case("a client does not rotate and refresh in the old way", GUIDE + "Refresh tokens", "create_user_pool_client",
         {"UserPoolId": "{pool}", "ClientName": "new", "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"], "RefreshTokenRotation": {"Feature": "ENABLED"}},
         (INVALID, "ALLOW_REFRESH_TOKEN_AUTH is not supported for clients with refresh token rotation enabled.")),
    Case("a grace period has 60 seconds at most", API + "RefreshTokenRotationType", "create_user_pool_client",
         {"UserPoolId": "{pool}", "ClientName": "new", "ExplicitAuthFlows": [], "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 61}},
         (INVALID, "…Member must have value less than or equal to 60")),
    Case("an unknown refresh token", API + "GetTokensFromRefreshToken", "get_tokens_from_refresh_token", {"ClientId": "{rotating}", "RefreshToken": "none"},
         (REFUSED, "Invalid Refresh Token.")),
]  # fmt: skip
TAGS = [
    Case("tags of an unknown pool", API + "ListTagsForResource", "list_tags_for_resource", {"ResourceArn": "arn:aws:cognito-idp:eu-west-1:000000000000:userpool/eu-west-1_none00000"},
         (MISSING, "…does not exist.")),
    Case("a tag has an ARN of something", API + "TagResource", "tag_resource", {"ResourceArn": "none-of-the-length-of-one", "Tags": {"a": "b"}},
         (INVALID, r"…Member must satisfy regular expression pattern: arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?")),
    Case("a pool has 50 tags at most", API + "TagResource", "tag_resource", {"ResourceArn": "{arn}", "Tags": {str(n): "" for n in range(51)}},
         (INVALID, "A user pool can have as many as 50 tags.")),
    Case("a pool has no tags at first", API + "ListTagsForResource", "list_tags_for_resource", {"ResourceArn": "{arn}"}, {"Tags": {}}),
]  # fmt: skip
CASES = [
    *UNKNOWN_USERS,
    *UNKNOWN_POOLS,
    *STATES,
    *PASSWORDS,
    *HIDDEN,
    *GROUPS,
    *VALUES,
    *SCHEMAS,
    *REFRESHING,
    *TAGS,
]
