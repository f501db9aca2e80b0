"""The challenge NEW_PASSWORD_REQUIRED asks for the attributes that a user lacks, and sets those that come with the answer.

Source: Amazon Cognito user pools API reference, "RespondToAuthChallenge"; Amazon Cognito Developer Guide, "Working with user
attributes".
"""

import json
from typing import Any

import jwt
import pytest
from behaviours.cognito_cases import attributes

TEMPORARY, PASSWORD = "Temp0rary-horse", "Corr3ct-horse"
GIVEN_NAME = {"userAttributes.given_name": "Ada"}
SCHEMA = [
    {"Name": "given_name", "Required": True},
    {"Name": "email", "Required": True},
    {"Name": "tier", "AttributeDataType": "String", "StringAttributeConstraints": {"MaxLength": "5"}},
    {"Name": "code", "AttributeDataType": "String", "Mutable": False},
]


class Invited:
    """A user whom an administrator has created, with a temporary password and an e-mail address."""

    def __init__(self, aws: Any, schema: list[dict[str, Any]], **client: Any) -> None:
        self.cognito = aws.client("cognito-idp")
        self.errors = self.cognito.exceptions
        self.pool = self.cognito.create_user_pool(PoolName="users", Schema=schema)["UserPool"]["Id"]
        created = self.cognito.create_user_pool_client(
            UserPoolId=self.pool, ClientName="app", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"], **client
        )
        self.client = created["UserPoolClient"]["ClientId"]
        self.cognito.admin_create_user(
            UserPoolId=self.pool, Username="ada", MessageAction="SUPPRESS", TemporaryPassword=TEMPORARY,
            UserAttributes=attributes(email="ada@example.com", email_verified="true"),
        )  # fmt: skip
        self.challenge = self.cognito.initiate_auth(
            ClientId=self.client,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "ada", "PASSWORD": TEMPORARY},
        )

    def answer(self, password: str = PASSWORD, **responses: str) -> Any:
        return self.cognito.respond_to_auth_challenge(
            ClientId=self.client,
            ChallengeName="NEW_PASSWORD_REQUIRED",
            Session=self.challenge["Session"],
            ChallengeResponses={"USERNAME": "ada", "NEW_PASSWORD": password, **responses},
        )

    def attributes(self) -> dict[str, str]:
        user = self.cognito.admin_get_user(UserPoolId=self.pool, Username="ada")
        return {one["Name"]: one["Value"] for one in user["UserAttributes"] if one["Name"] != "sub"}


@pytest.fixture
def ada(aws: Any) -> Invited:
    return Invited(aws, SCHEMA)


def test_required_attributes_without_a_value_are_asked_for(ada: Invited) -> None:
    asked = {name: json.loads(ada.challenge["ChallengeParameters"][name]) for name in (
        "userAttributes", "requiredAttributes"
    )}  # fmt: skip
    assert asked == {
        "userAttributes": {"email": "ada@example.com", "email_verified": "true"},
        "requiredAttributes": ["userAttributes.given_name"],
    }


def test_nothing_is_asked_for_where_nothing_is_required(aws: Any) -> None:
    ada = Invited(aws, SCHEMA[2:])
    assert json.loads(ada.challenge["ChallengeParameters"]["requiredAttributes"]) == []
    assert ada.answer()["AuthenticationResult"]


def test_an_address_that_is_the_user_name_is_not_asked_for(aws: Any) -> None:
    cognito = aws.client("cognito-idp")
    required = [{"Name": "email", "Required": True}]
    pool = cognito.create_user_pool(PoolName="by e-mail", Schema=required, UsernameAttributes=["email"])[
        "UserPool"
    ]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="app", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(
        UserPoolId=pool,
        Username="ada@example.com",
        MessageAction="SUPPRESS",
        TemporaryPassword=TEMPORARY,
    )
    challenge = cognito.initiate_auth(
        ClientId=client,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ada@example.com", "PASSWORD": TEMPORARY},
    )
    assert json.loads(challenge["ChallengeParameters"]["requiredAttributes"]) == []


def test_attributes_come_with_the_new_password(ada: Invited) -> None:
    tokens = ada.answer(**GIVEN_NAME, **{"userAttributes.custom:tier": "gold"})["AuthenticationResult"]
    given = {"given_name": "Ada", "custom:tier": "gold"}
    assert ada.attributes() == {"email": "ada@example.com", "email_verified": "true", **given}
    assert given.items() <= jwt.decode(tokens["IdToken"], options={"verify_signature": False}).items()


def test_an_address_that_comes_with_the_new_password_is_not_verified(aws: Any) -> None:
    ada = Invited(aws, [{"Name": "tier", "AttributeDataType": "String"}])
    ada.answer(**{"userAttributes.email": "ada@example.org"})
    assert ada.attributes() == {"email": "ada@example.org", "email_verified": "false"}


def test_an_attribute_that_never_changes_is_set_if_it_is_asked_for(aws: Any) -> None:
    ada = Invited(aws, [{"Name": "given_name", "Required": True, "Mutable": False}])
    assert ada.answer(**GIVEN_NAME)["AuthenticationResult"]
    assert ada.attributes()["given_name"] == "Ada"


@pytest.mark.parametrize(
    ("responses", "code", "message"),
    [
        ({}, "InvalidParameterException", "Invalid attributes given, given_name is missing"),
        ({"userAttributes.given_name": ""}, "InvalidParameterException",
         "Invalid attributes given, given_name is missing"),
        ({**GIVEN_NAME, "userAttributes.email": "ada@example.com"}, "NotAuthorizedException",
         "Cannot modify an already provided email"),
        ({**GIVEN_NAME, "userAttributes.email_verified": "true"}, "NotAuthorizedException",
         "A client attempted to write unauthorized attribute"),
        ({**GIVEN_NAME, "userAttributes.sub": "x"}, "NotAuthorizedException",
         "A client attempted to write unauthorized attribute"),
        ({**GIVEN_NAME, "userAttributes.custom:tier": "platinum"}, "InvalidParameterException",
         "Attributes did not conform to the schema: custom:tier: String attributes must have at most 5 characters."),
        ({**GIVEN_NAME, "userAttributes.custom:none": "x"}, "InvalidParameterException",
         "Attributes did not conform to the schema: custom:none: Attribute does not exist in the schema."),
        ({**GIVEN_NAME, "userAttributes.custom:code": "x"}, "InvalidParameterException",
         "user.custom:code: Attribute cannot be updated."),
        ({**GIVEN_NAME, "userAttributes.custom:tier": "gold", "password": "weak"}, "InvalidPasswordException",
         None),
    ],
)  # fmt: skip
def test_an_answer_that_is_refused_changes_nothing(
    ada: Invited, responses: dict[str, str], code: str, message: str | None
) -> None:
    with pytest.raises(ada.errors.ClientError) as refused:
        ada.answer(**responses)
    error: Any = refused.value.response["Error"]
    assert error["Code"] == code
    assert message in (error["Message"], None)
    assert ada.attributes() == {"email": "ada@example.com", "email_verified": "true"}
    assert ada.answer(**GIVEN_NAME)["AuthenticationResult"]


def test_a_client_sets_what_it_may_write(aws: Any) -> None:
    ada = Invited(aws, SCHEMA, WriteAttributes=["given_name", "email"])
    with pytest.raises(ada.errors.NotAuthorizedException, match="attempted to write unauthorized attribute"):
        ada.answer(**GIVEN_NAME, **{"userAttributes.custom:tier": "gold"})
    assert ada.answer(**GIVEN_NAME)["AuthenticationResult"]
