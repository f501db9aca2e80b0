"""User pools of Cognito, with their clients, groups and domains.

Source: AWS CloudFormation User Guide, "Amazon Cognito resource type reference".
"""

from typing import Any, ClassVar

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.cloudformation.changes import Properties, changed
from aws_stand_in.overlays.cloudformation.stack_resource import StackResource

_APP, _TEXT_MESSAGE = "SOFTWARE_TOKEN_MFA", "SMS_MFA"


class _CognitoResource(StackResource):
    """A resource whose properties are the parameters of its operations."""

    SERVICE = "cognito-idp"
    ID: ClassVar[str]
    """The parameter for its physical id."""

    def _add_physical_id(self, properties: Properties) -> dict[str, Any]:
        """Add the physical id to properties."""
        return {**properties, self.ID: self.physical_resource_id}


class StackUserPool(_CognitoResource):
    """A user pool."""

    TYPE, NAME = "AWS::Cognito::UserPool", "UserPoolName"
    ATTRIBUTES = frozenset({"Arn", "ProviderName", "ProviderURL", "UserPoolId"})
    ID = "UserPoolId"
    _AT_CREATION = frozenset({"AliasAttributes", "Schema", "UsernameAttributes", "UsernameConfiguration"})
    UPDATABLE = frozenset(
        {
            "AccountRecoverySetting", "AdminCreateUserConfig", "AutoVerifiedAttributes", "DeletionProtection",
            "DeviceConfiguration", "EmailConfiguration", "EmailVerificationMessage", "EmailVerificationSubject", "EnabledMfas",
            "LambdaConfig", "MfaConfiguration", "Policies", "SmsAuthenticationMessage", "SmsConfiguration",
            "SmsVerificationMessage", "UserAttributeUpdateSettings", "UserPoolAddOns", "UserPoolTags", "UserPoolTier",
            "VerificationMessageTemplate",
        }
    )  # fmt: skip
    PROPERTIES = UPDATABLE | _AT_CREATION

    def create(self, name: str, properties: Properties) -> None:
        pool = self.call.with_properties("CreateUserPool", {**properties, "PoolName": name})["UserPool"]
        self.physical_resource_id = pool["Id"]
        provider = f"cognito-idp.{self.call.region}.amazonaws.com/{pool['Id']}"
        self.attributes = {
            "Arn": pool["Arn"],
            "ProviderName": provider,
            "ProviderURL": f"https://{provider}",
            "UserPoolId": pool["Id"],
        }

    def configure(self, properties: Properties) -> None:
        if properties.get("EnabledMfas"):
            self._set_factors(properties)

    def update(self, former: Properties, properties: Properties) -> None:
        self.call.with_properties("UpdateUserPool", self._add_physical_id(properties))
        if changed(former, properties, ["EnabledMfas", "MfaConfiguration"]):
            self._set_factors(properties)

    def remove(self) -> None:
        self.call.with_properties("DeleteUserPool", self._add_physical_id({}))

    def _set_factors(self, properties: Properties) -> None:
        enabled = set(properties.get("EnabledMfas", ()))
        if unknown := sorted(enabled - {_APP, _TEXT_MESSAGE}):
            raise NotImitatedError(f"{', '.join(unknown)} in EnabledMfas of {self.TYPE} in a stack")
        factors = {
            "MfaConfiguration": properties.get("MfaConfiguration", "OFF"),
            "SoftwareTokenMfaConfiguration": {"Enabled": _APP in enabled},
        }
        if _TEXT_MESSAGE in enabled:
            names = ("SmsAuthenticationMessage", "SmsConfiguration")
            factors["SmsMfaConfiguration"] = {name: properties[name] for name in names if name in properties}
        self.call.with_properties("SetUserPoolMfaConfig", self._add_physical_id(factors))


class StackUserPoolClient(_CognitoResource):
    """An app client of a user pool."""

    TYPE, NAME = "AWS::Cognito::UserPoolClient", "ClientName"
    ATTRIBUTES = frozenset({"ClientId", "ClientSecret", "Name"})
    ID = "ClientId"
    REQUIRED = ("UserPoolId",)
    UPDATABLE = frozenset(
        {
            "AccessTokenValidity", "AllowedOAuthFlows", "AllowedOAuthFlowsUserPoolClient", "AllowedOAuthScopes",
            "AuthSessionValidity", "CallbackURLs", "DefaultRedirectURI", "EnablePropagateAdditionalUserContextData",
            "EnableTokenRevocation", "ExplicitAuthFlows", "IdTokenValidity", "LogoutURLs", "PreventUserExistenceErrors",
            "ReadAttributes", "RefreshTokenRotation", "RefreshTokenValidity", "SupportedIdentityProviders", "TokenValidityUnits",
            "WriteAttributes",
        }
    )  # fmt: skip
    PROPERTIES = UPDATABLE | {"GenerateSecret", "UserPoolId"}

    def create(self, name: str, properties: Properties) -> None:
        made = self.call.with_properties("CreateUserPoolClient", {**properties, "ClientName": name})[
            "UserPoolClient"
        ]
        self.physical_resource_id = made["ClientId"]
        self.attributes = {
            "ClientId": made["ClientId"],
            "ClientSecret": made.get("ClientSecret", ""),
            "Name": name,
        }

    def update(self, _former: Properties, properties: Properties) -> None:
        self.call.with_properties(
            "UpdateUserPoolClient",
            self._add_physical_id({**properties, "ClientName": self.attributes["Name"]}),
        )

    def remove(self) -> None:
        self.call.with_properties("DeleteUserPoolClient", self._add_physical_id(self.properties))


class StackUserPoolGroup(_CognitoResource):
    """A group of a user pool."""

    TYPE, NAME = "AWS::Cognito::UserPoolGroup", "GroupName"
    ID = "GroupName"
    REQUIRED = ("UserPoolId",)
    UPDATABLE = frozenset({"Description", "Precedence", "RoleArn"})
    PROPERTIES = UPDATABLE | {"UserPoolId"}

    def create(self, name: str, properties: Properties) -> None:
        self.call.with_properties("CreateGroup", {**properties, "GroupName": name})
        self.physical_resource_id = name

    def update(self, _former: Properties, properties: Properties) -> None:
        self.call.with_properties("UpdateGroup", self._add_physical_id(properties))

    def remove(self) -> None:
        self.call.with_properties("DeleteGroup", self._add_physical_id(self.properties))


class StackUserPoolDomain(_CognitoResource):
    """The domain of a user pool's sign-in pages."""

    TYPE = "AWS::Cognito::UserPoolDomain"
    ID = "Domain"
    REQUIRED = ("Domain", "UserPoolId")
    UPDATABLE = frozenset({"ManagedLoginVersion"})
    PROPERTIES = UPDATABLE | {"Domain", "UserPoolId"}

    def create(self, _name: str, properties: Properties) -> None:
        self.call.with_properties("CreateUserPoolDomain", properties)
        self.physical_resource_id = properties["Domain"]

    def update(self, _former: Properties, properties: Properties) -> None:
        self.call.with_properties("UpdateUserPoolDomain", properties)

    def remove(self) -> None:
        self.call.with_properties("DeleteUserPoolDomain", self._add_physical_id(self.properties))
