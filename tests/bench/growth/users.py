"""Cognito."""

import itertools
from typing import Any, ClassVar

from aws_requests import json_request, unsigned
from growth.holding import Holding, question

SERVICE = "cognito-idp"
PASSWORD = "Passw0rd!x"


class Users(Holding):
    title = "users in the pool"
    settings: ClassVar[dict[str, Any]] = {}

    def prepare(self) -> None:
        self.numbers = itertools.count()
        self.pool = self.json(SERVICE, "CreateUserPool", PoolName="growth", **self.settings)["UserPool"]["Id"]
        client = self.ask(
            "CreateUserPoolClient",
            ClientName="growth",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        )
        self.client = client["UserPoolClient"]["ClientId"]
        self.create("asked")
        self.ask("AdminSetUserPassword", Username=self.name("asked"), Password=PASSWORD, Permanent=True)

    def fill(self, numbers: range) -> None:
        for number in numbers:
            self.create(f"other-{number}")

    def create(self, user: str) -> None:
        """Create a user."""
        self.ask(
            "AdminCreateUser",
            Username=self.name(user),
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": "email", "Value": f"{user}@example.com"}],
        )

    def name(self, user: str) -> str:
        """Return the name that a user signs in with."""
        return user

    def ask(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """Send a request to the pool."""
        return self.json(SERVICE, operation, UserPoolId=self.pool, **parameters)

    def ask_unsigned(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """Send a request as an application does, without credentials."""
        return self.call(unsigned(json_request(SERVICE, operation, **parameters)))

    def initiate_auth(self, flow: str, **parameters: str) -> dict[str, Any]:
        """Begin to sign in, and return the tokens."""
        tokens: dict[str, Any] = self.ask_unsigned(
            "InitiateAuth", ClientId=self.client, AuthFlow=flow, AuthParameters=parameters
        )["AuthenticationResult"]
        return tokens

    @question("InitiateAuth with a password")
    def sign_in(self) -> dict[str, Any]:
        return self.initiate_auth("USER_PASSWORD_AUTH", USERNAME=self.name("asked"), PASSWORD=PASSWORD)

    @question("AdminCreateUser")
    def create_one_more(self) -> None:
        self.create(f"one-more-{next(self.numbers)}")

    @question("AdminGetUser")
    def admin_get_user(self) -> None:
        self.ask("AdminGetUser", Username=self.name("asked"))

    @question("ListUsers of a page of 5")
    def list_users(self) -> None:
        self.ask("ListUsers", Limit=5)

    @question("ListUsers by e-mail address")
    def list_users_by_email(self) -> None:
        assert len(self.ask("ListUsers", Filter='email = "asked@example.com"')["Users"]) == 1


class UsersByEmail(Users):
    title = "users who sign in by e-mail address"
    asked = ("sign_in", "create_one_more", "admin_get_user")
    settings: ClassVar[dict[str, Any]] = {"UsernameAttributes": ["email"]}

    def name(self, user: str) -> str:
        return f"{user}@example.com"


class GroupOfUsers(Users):
    title = "users outside a group"
    asked = ("list_users_in_group",)

    def prepare(self) -> None:
        super().prepare()
        self.ask("CreateGroup", GroupName="asked")
        self.ask("AdminAddUserToGroup", GroupName="asked", Username="asked")

    @question("ListUsersInGroup of 1")
    def list_users_in_group(self) -> None:
        assert len(self.ask("ListUsersInGroup", GroupName="asked")["Users"]) == 1


class SignIns(Users):
    title = "sign-ins before"
    asked = ("sign_in", "refresh", "get_user", "sign_out")

    def prepare(self) -> None:
        super().prepare()
        self.create("signed-out")
        self.tokens = self.sign_in()

    def fill(self, numbers: range) -> None:
        for _ in numbers:
            self.sign_in()

    @question("InitiateAuth with a refresh token")
    def refresh(self) -> None:
        self.initiate_auth("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=self.tokens["RefreshToken"])

    @question("GetUser")
    def get_user(self) -> None:
        self.ask_unsigned("GetUser", AccessToken=self.tokens["AccessToken"])

    @question("AdminUserGlobalSignOut of another user")
    def sign_out(self) -> None:
        self.ask("AdminUserGlobalSignOut", Username="signed-out")
