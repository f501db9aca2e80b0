"""Cases of Cognito identity pools: what one request is answered.

`{pool}` stands for a pool that lets guests in and has roles, `{members}` for one that does not and has none, `{guest}` for a guest of the
first, `{identity}` for the member of the second that `{provider}` and `{token}` sign in.
"""

from behaviours import Case

API = "Amazon Cognito federated identities API reference, "
GUIDE = "Amazon Cognito Developer Guide, "
UNKNOWN = "eu-west-1:00000000-0000-4000-8000-000000000000"
REFUSED, MISSING, INVALID = "NotAuthorizedException", "ResourceNotFoundException", "InvalidParameterException"
NO_POOL = (MISSING, f"IdentityPool '{UNKNOWN}' not found.")
NO_IDENTITY = (MISSING, f"Identity '{UNKNOWN}' not found.")
LOGINS = {"{provider}": "{token}"}
PATTERN = "Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+"

CASES = [
    Case("a guest of an unknown pool", API + "GetId", "get_id", {"IdentityPoolId": UNKNOWN}, NO_POOL),
    Case("a pool's id has a form", API + "GetId", "get_id", {"IdentityPoolId": "none"},
         ("ValidationException", f"1 validation error detected: Value 'none' at 'identityPoolId' failed to satisfy constraint: {PATTERN}")),
    Case("a pool has to be named", API + "GetId", "get_id", {},
         ("ValidationException", "1 validation error detected: Value null at 'identityPoolId' failed to satisfy constraint: Member must not be null")),
    Case("guests are not welcome everywhere", GUIDE + "Identity pools, unauthenticated access", "get_id", {"IdentityPoolId": "{members}"},
         (REFUSED, "Unauthenticated access is not supported for this identity pool.")),
    Case("a member is the same identity each time", API + "GetId", "get_id", {"IdentityPoolId": "{members}", "Logins": LOGINS}, {"IdentityId": "{identity}"}),
    Case("a provider has to be the pool's", API + "GetId", "get_id", {"IdentityPoolId": "{pool}", "Logins": LOGINS},
         (REFUSED, "Token is not from a supported provider of this identity pool.")),
    Case("a token has to be signed", API + "GetId", "get_id", {"IdentityPoolId": "{members}", "Logins": {"{provider}": "no.such.token"}},
         (REFUSED, "Invalid login token. Couldn't verify signed token.")),
    Case("a role has to be set", API + "GetCredentialsForIdentity", "get_credentials_for_identity", {"IdentityId": "{identity}", "Logins": LOGINS},
         ("InvalidIdentityPoolConfigurationException", "Invalid identity pool configuration. Check assigned IAM roles for this pool.")),
    Case("credentials of an unknown identity", API + "GetCredentialsForIdentity", "get_credentials_for_identity", {"IdentityId": UNKNOWN}, NO_IDENTITY),
    Case("credentials of a member need its login", API + "GetCredentialsForIdentity", "get_credentials_for_identity", {"IdentityId": "{identity}"},
         (REFUSED, "…' is forbidden.")),
    Case("a token of an unknown identity", API + "GetOpenIdToken", "get_open_id_token", {"IdentityId": UNKNOWN}, NO_IDENTITY),
    Case("a token of a member needs its login", API + "GetOpenIdToken", "get_open_id_token", {"IdentityId": "{identity}"}, (REFUSED, "…' is forbidden.")),
    Case("an unknown pool has no description", API + "DescribeIdentityPool", "describe_identity_pool", {"IdentityPoolId": UNKNOWN}, NO_POOL),
    Case("an unknown pool is not updated", API + "UpdateIdentityPool", "update_identity_pool",
         {"IdentityPoolId": UNKNOWN, "IdentityPoolName": "a", "AllowUnauthenticatedIdentities": True}, NO_POOL),
    Case("an unknown pool is not deleted", API + "DeleteIdentityPool", "delete_identity_pool", {"IdentityPoolId": UNKNOWN}, NO_POOL),
    Case("an unknown pool has no identities", API + "ListIdentities", "list_identities", {"IdentityPoolId": UNKNOWN, "MaxResults": 1}, NO_POOL),
    Case("a page has 60 identities at most", API + "ListIdentities", "list_identities", {"IdentityPoolId": "{pool}", "MaxResults": 61},
         ("ValidationException", "1 validation error detected: Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 60")),
    Case("an unknown identity has no description", API + "DescribeIdentity", "describe_identity", {"IdentityId": UNKNOWN}, NO_IDENTITY),
    Case("an unknown identity counts as deleted", API + "DeleteIdentities", "delete_identities", {"IdentityIdsToDelete": [UNKNOWN]}, {"UnprocessedIdentityIds": []}),
    Case("an unknown pool has no roles", API + "GetIdentityPoolRoles", "get_identity_pool_roles", {"IdentityPoolId": UNKNOWN}, NO_POOL),
    Case("a pool without roles has none", API + "GetIdentityPoolRoles", "get_identity_pool_roles", {"IdentityPoolId": "{members}"}, {"IdentityPoolId": "{members}"}),
    Case("roles are of two kinds", API + "SetIdentityPoolRoles", "set_identity_pool_roles", {"IdentityPoolId": "{pool}", "Roles": {"admin": "arn:aws:iam::000000000000:role/a"}},
         ("ValidationException", "1 validation error detected: Value 'admin' at 'roles' failed to satisfy constraint: Member must satisfy regular expression pattern: (un)?authenticated")),
    Case("a developer's user needs a developer provider", API + "GetOpenIdTokenForDeveloperIdentity", "get_open_id_token_for_developer_identity",
         {"IdentityPoolId": "{members}", "Logins": {"login.example": "ada"}}, (REFUSED, "Token is not from a supported provider of this identity pool.")),
    Case("a developer's user who is unknown", API + "LookupDeveloperIdentity", "lookup_developer_identity",
         {"IdentityPoolId": "{pool}", "DeveloperUserIdentifier": "nobody"}, (MISSING, "Developer user identifier not found.")),
    Case("something of a developer's user has to be known", API + "LookupDeveloperIdentity", "lookup_developer_identity", {"IdentityPoolId": "{pool}"},
         (INVALID, "Either IdentityId or DeveloperUserIdentifier must be given.")),
    Case("tags of an unknown pool", API + "ListTagsForResource", "list_tags_for_resource", {"ResourceArn": f"arn:aws:cognito-identity:eu-west-1:000000000000:identitypool/{UNKNOWN}"},
         (MISSING, f"Resource 'arn:aws:cognito-identity:eu-west-1:000000000000:identitypool/{UNKNOWN}' not found.")),
]  # fmt: skip
