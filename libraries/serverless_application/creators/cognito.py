"""Cognito: user pools, their clients, groups, users, domains and resource servers, and identity pools."""

from typing import Any

from application_template.application import TemplateResource
from application_template.service_input import service_input
from serverless_application.account import Account
from serverless_application.created import Created, Creator

LONGEST_NAME = 128


def create_user_pool(resource: TemplateResource, account: Account) -> Created:
    """Create a user pool; `Ref` gives its id."""
    client = _cognito(account)
    properties = {
        **resource.properties,
        "PoolName": account.name(resource, "UserPoolName", longest=LONGEST_NAME),
    }
    factors = properties.pop("EnabledMfas", [])
    pool = client.create_user_pool(**service_input(client.meta.service_model, "CreateUserPool", properties))[
        "UserPool"
    ]
    if "SOFTWARE_TOKEN_MFA" in factors:
        client.set_user_pool_mfa_config(
            UserPoolId=pool["Id"],
            SoftwareTokenMfaConfiguration={"Enabled": True},
            MfaConfiguration=properties.get("MfaConfiguration", "OFF"),
        )
    provider = f"cognito-idp.{account.region}.amazonaws.com/{pool['Id']}"
    return Created(
        pool["Id"],
        {
            "Arn": pool["Arn"],
            "ProviderName": provider,
            "ProviderURL": f"https://{provider}",
            "UserPoolId": pool["Id"],
        },
    )


def create_user_pool_client(resource: TemplateResource, account: Account) -> Created:
    """Create an app client; `Ref` gives its id."""
    client = _cognito(account)
    properties = {
        **resource.properties,
        "ClientName": account.name(resource, "ClientName", longest=LONGEST_NAME),
    }
    made = client.create_user_pool_client(
        **service_input(client.meta.service_model, "CreateUserPoolClient", properties)
    )["UserPoolClient"]
    attributes = {"ClientId": made["ClientId"], "Name": made["ClientName"]}
    if "ClientSecret" in made:
        attributes["ClientSecret"] = made["ClientSecret"]
    return Created(made["ClientId"], attributes)


def create_group(resource: TemplateResource, account: Account) -> Created:
    """Create a group of a user pool; `Ref` gives its name."""
    client = _cognito(account)
    name = account.name(resource, "GroupName", longest=LONGEST_NAME)
    client.create_group(
        **service_input(client.meta.service_model, "CreateGroup", {**resource.properties, "GroupName": name})
    )
    return Created(name)


def create_user(resource: TemplateResource, account: Account) -> Created:
    """Create a user, without sending a message; `Ref` gives the user's name."""
    client = _cognito(account)
    name = account.name(resource, "Username", longest=LONGEST_NAME)
    properties = {**resource.properties, "Username": name, "MessageAction": "SUPPRESS"}
    client.admin_create_user(**service_input(client.meta.service_model, "AdminCreateUser", properties))
    return Created(name)


def add_user_to_group(resource: TemplateResource, account: Account) -> Created:
    """Put a user into a group."""
    client = _cognito(account)
    client.admin_add_user_to_group(
        **service_input(client.meta.service_model, "AdminAddUserToGroup", resource.properties)
    )
    return Created(account.name(resource, "GroupName"))


def create_domain(resource: TemplateResource, account: Account) -> Created:
    """Create the domain of a user pool's sign-in pages; `Ref` gives its prefix."""
    client = _cognito(account)
    client.create_user_pool_domain(
        **service_input(client.meta.service_model, "CreateUserPoolDomain", resource.properties)
    )
    return Created(str(resource.properties["Domain"]))


def create_resource_server(resource: TemplateResource, account: Account) -> Created:
    """Create a resource server with its scopes; `Ref` gives its identifier."""
    client = _cognito(account)
    client.create_resource_server(
        **service_input(client.meta.service_model, "CreateResourceServer", resource.properties)
    )
    return Created(str(resource.properties["Identifier"]))


def create_identity_provider(resource: TemplateResource, account: Account) -> Created:
    """Create an identity provider of a user pool; `Ref` gives its name."""
    client = _cognito(account)
    client.create_identity_provider(
        **service_input(client.meta.service_model, "CreateIdentityProvider", resource.properties)
    )
    return Created(str(resource.properties["ProviderName"]))


def create_identity_pool(resource: TemplateResource, account: Account) -> Created:
    """Create an identity pool; `Ref` gives its id."""
    client = account.client("cognito-identity")
    name = account.name(resource, "IdentityPoolName", longest=LONGEST_NAME)
    properties = {**resource.properties, "IdentityPoolName": name}
    pool = client.create_identity_pool(
        **service_input(client.meta.service_model, "CreateIdentityPool", properties)
    )
    return Created(pool["IdentityPoolId"], {"Name": name})


def attach_roles(resource: TemplateResource, account: Account) -> Created:
    """Set the roles of an identity pool; `Ref` gives the pool's id."""
    client = account.client("cognito-identity")
    mappings = {
        mapping.get("IdentityProvider", key): {
            name: value for name, value in mapping.items() if name != "IdentityProvider"
        }
        for key, mapping in (resource.properties.get("RoleMappings") or {}).items()
    }
    properties = {"Roles": {}, **resource.properties, "RoleMappings": mappings}
    client.set_identity_pool_roles(
        **service_input(client.meta.service_model, "SetIdentityPoolRoles", properties)
    )
    return Created(str(resource.properties["IdentityPoolId"]))


def _cognito(account: Account) -> Any:
    return account.client("cognito-idp")


CREATORS: dict[str, Creator] = {
    "AWS::Cognito::IdentityPool": create_identity_pool,
    "AWS::Cognito::IdentityPoolRoleAttachment": attach_roles,
    "AWS::Cognito::UserPool": create_user_pool,
    "AWS::Cognito::UserPoolClient": create_user_pool_client,
    "AWS::Cognito::UserPoolDomain": create_domain,
    "AWS::Cognito::UserPoolGroup": create_group,
    "AWS::Cognito::UserPoolIdentityProvider": create_identity_provider,
    "AWS::Cognito::UserPoolResourceServer": create_resource_server,
    "AWS::Cognito::UserPoolUser": create_user,
    "AWS::Cognito::UserPoolUserToGroupAttachment": add_user_to_group,
}
