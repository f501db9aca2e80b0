"""The Lambda triggers of user pools call functions as the Amazon Cognito Developer Guide documents it.

Source of all: "Customizing user pool workflows with Lambda triggers", the page of each trigger.
"""

from collections.abc import Callable
from typing import Any

import jwt
import pytest
import requests
from pycognito.aws_srp import AWSSRP

from support.python_functions import REGION as FUNCTIONS_REGION
from support.python_functions import PythonFunctions, function_arn

# pycognito asks for the time in a way that Python deprecates from 3.12 on.
pytestmark = pytest.mark.filterwarnings(r"ignore:datetime\.datetime\.utcnow:DeprecationWarning")

PASSWORD = "Corr3ct-horse"
EMAIL = "ada@example.com"
Handler = Callable[[dict[str, Any]], Any]


class Site:
    """A user pool whose triggers are Python functions."""

    def __init__(self, aws: Any, server: Any, account_id: str) -> None:
        self.aws, self._server, self._account_id = aws, server, account_id
        self.cognito = aws.client("cognito-idp")
        self.errors = self.cognito.exceptions
        self.functions = PythonFunctions({})
        self.client_metadata = {"from": "test"}

    def create(self, *, version: str | None = None, hides_users: str = "LEGACY", **handlers: Handler) -> None:
        """Create the pool with a function for each trigger."""
        self.functions = PythonFunctions(handlers)
        self._server.stand_in.register_functions(
            self.functions, account_id=self._account_id, region=FUNCTIONS_REGION
        )
        triggers: dict[str, Any] = {name: function_arn(name) for name in handlers}
        if version:
            arn = triggers.pop("PreTokenGeneration")
            triggers["PreTokenGenerationConfig"] = {"LambdaArn": arn, "LambdaVersion": version}
        self.pool = self.cognito.create_user_pool(
            PoolName="users",
            LambdaConfig=triggers,
            AutoVerifiedAttributes=["email"],
            AliasAttributes=["email"],
        )["UserPool"]["Id"]
        self.client = self.cognito.create_user_pool_client(
            UserPoolId=self.pool,
            ClientName="app",
            PreventUserExistenceErrors=hides_users,
            ExplicitAuthFlows=[
                "ALLOW_USER_PASSWORD_AUTH",
                "ALLOW_REFRESH_TOKEN_AUTH",
                "ALLOW_CUSTOM_AUTH",
                "ALLOW_USER_SRP_AUTH",
            ],
        )["UserPoolClient"]["ClientId"]

    def add_user(self, name: str = "ada") -> None:
        self.cognito.admin_create_user(
            UserPoolId=self.pool,
            Username=name,
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": "email", "Value": EMAIL}, {"Name": "email_verified", "Value": "true"}],
        )
        self.cognito.admin_set_user_password(
            UserPoolId=self.pool, Username=name, Password=PASSWORD, Permanent=True
        )

    def sign_up(self, name: str = "ada") -> dict[str, Any]:
        return dict(
            self.cognito.sign_up(
                ClientId=self.client,
                Username=name,
                Password=PASSWORD,
                UserAttributes=[{"Name": "email", "Value": EMAIL}],
                ValidationData=[{"Name": "captcha", "Value": "ok"}],
                ClientMetadata=self.client_metadata,
            )
        )

    def initiate(self, flow: str = "USER_PASSWORD_AUTH", **parameters: str) -> dict[str, Any]:
        return dict(
            self.cognito.initiate_auth(
                ClientId=self.client,
                AuthFlow=flow,
                AuthParameters={"USERNAME": "ada", **parameters},
                ClientMetadata=self.client_metadata,
            )
        )

    def sign_in(self) -> dict[str, Any]:
        return dict(self.initiate(PASSWORD=PASSWORD)["AuthenticationResult"])

    def claims(self, kind: str) -> dict[str, Any]:
        return dict(jwt.decode(self.sign_in()[f"{kind}Token"], options={"verify_signature": False}))

    def answer(self, challenge: dict[str, Any], answer: str) -> dict[str, Any]:
        return dict(
            self.cognito.respond_to_auth_challenge(
                ClientId=self.client,
                ChallengeName=challenge["ChallengeName"],
                Session=challenge["Session"],
                ChallengeResponses={"USERNAME": "ada", "ANSWER": answer},
            )
        )

    def events(self) -> list[dict[str, Any]]:
        return [invocation.event for invocation in self.functions.invocations]

    def status(self) -> str:
        return str(self.cognito.admin_get_user(UserPoolId=self.pool, Username="ada")["UserStatus"])

    def messages(self) -> list[str]:
        parameters = {"to": EMAIL, "account_id": self._account_id}
        reply = requests.get(f"{self.aws.endpoint_url}/_mockaws/outbox", params=parameters, timeout=30)
        return [message["text"] for message in reply.json()["messages"]]


def responding(**response: Any) -> Handler:
    """Return a function that says this in its response."""
    return lambda event: {**event, "response": {**event["response"], **response}}


def failing(_event: dict[str, Any]) -> None:
    raise RuntimeError("not today")


@pytest.fixture
def site(aws: Any, server: Any, account_id: str) -> Site:
    return Site(aws, server, account_id)


# ------------------------------------------------------------------------------------------- what all have in common


def test_a_function_is_told_pool_user_client_and_trigger(site: Site) -> None:
    site.create(PreSignUp=responding())
    site.sign_up()
    [event] = site.events()
    assert event["version"] == "1"
    assert event["triggerSource"] == "PreSignUp_SignUp"
    assert (event["region"], event["userPoolId"], event["userName"]) == ("eu-west-1", site.pool, "ada")
    assert event["callerContext"]["clientId"] == site.client
    assert event["request"] == {
        "userAttributes": {"email": EMAIL},
        "validationData": {"captcha": "ok"},
        "clientMetadata": {"from": "test"},
    }
    assert event["response"] == {"autoConfirmUser": False, "autoVerifyEmail": False, "autoVerifyPhone": False}


def test_a_function_that_fails_refuses_the_request(site: Site) -> None:
    site.create(PreSignUp=failing)
    with pytest.raises(
        site.errors.UserLambdaValidationException, match=r"PreSignUp failed with error not today\."
    ):
        site.sign_up()
    with pytest.raises(site.errors.UserNotFoundException):
        site.status()


@pytest.mark.parametrize("answer", [None, [], "text", {}, {"response": 1}, b"no JSON"])
def test_an_answer_that_is_no_response_is_refused(site: Site, answer: Any) -> None:
    site.create(PreSignUp=lambda _event: answer)
    with pytest.raises(site.errors.InvalidLambdaResponseException, match="Unrecognizable lambda output"):
        site.sign_up()


def test_a_function_that_does_not_exist_is_unexpected(site: Site) -> None:
    site.create(PreSignUp=responding())
    site.cognito.update_user_pool(UserPoolId=site.pool, LambdaConfig={"PreSignUp": function_arn("other")})
    with pytest.raises(site.errors.UnexpectedLambdaException):
        site.sign_up()


def test_a_function_may_call_the_pool_while_the_request_waits_for_it(site: Site) -> None:
    found: list[int] = []

    def count(event: dict[str, Any]) -> dict[str, Any]:
        found.append(len(site.cognito.list_users(UserPoolId=event["userPoolId"])["Users"]))
        return event

    site.create(PreSignUp=count)
    assert site.sign_up()["UserSub"]
    assert found == [0]


# ------------------------------------------------------------------------------------------- signing up


def test_before_a_sign_up_a_function_confirms_and_verifies(site: Site) -> None:
    site.create(
        PreSignUp=responding(autoConfirmUser=True, autoVerifyEmail=True), PostConfirmation=responding()
    )
    assert site.sign_up()["UserConfirmed"]
    user = site.cognito.admin_get_user(UserPoolId=site.pool, Username="ada")
    assert {"Name": "email_verified", "Value": "true"} in user["UserAttributes"]
    assert [event["triggerSource"] for event in site.events()] == [
        "PreSignUp_SignUp",
        "PostConfirmation_ConfirmSignUp",
    ]
    assert site.messages() == []


def test_an_alias_moves_to_the_user_whose_address_a_function_verifies(site: Site) -> None:
    """Source: "Pre sign-up Lambda trigger", autoVerifyEmail."""
    site.create(PreSignUp=responding(autoConfirmUser=True, autoVerifyEmail=True))
    site.sign_up("ada")
    eve = site.sign_up("eve")["UserSub"]
    by_alias = site.cognito.admin_get_user(UserPoolId=site.pool, Username=EMAIL)
    assert {"Name": "sub", "Value": eve} in by_alias["UserAttributes"]
    ada = site.cognito.admin_get_user(UserPoolId=site.pool, Username="ada")
    assert {"Name": "email_verified", "Value": "false"} in ada["UserAttributes"]


def test_without_a_verdict_a_code_is_sent(site: Site) -> None:
    site.create(PreSignUp=responding())
    assert not site.sign_up()["UserConfirmed"]
    assert len(site.messages()) == 1


def test_a_function_is_asked_before_an_administrator_creates_a_user(site: Site) -> None:
    site.create(PreSignUp=responding())
    site.add_user()
    [event] = site.events()
    assert event["triggerSource"] == "PreSignUp_AdminCreateUser"
    assert event["callerContext"]["clientId"] == "CLIENT_ID_NOT_APPLICABLE"


def test_a_function_is_told_of_a_confirmation(site: Site) -> None:
    site.create(PostConfirmation=responding())
    site.sign_up()
    code = site.messages()[0].split()[-1]
    site.cognito.confirm_sign_up(
        ClientId=site.client, Username="ada", ConfirmationCode=code, ClientMetadata={"a": "b"}
    )
    [event] = site.events()
    assert event["triggerSource"] == "PostConfirmation_ConfirmSignUp"
    assert event["request"]["clientMetadata"] == {"a": "b"}
    attributes = event["request"]["userAttributes"]
    assert (attributes["email_verified"], attributes["cognito:user_status"]) == ("true", "CONFIRMED")


def test_a_user_is_confirmed_although_the_function_fails(site: Site) -> None:
    site.create(PostConfirmation=failing)
    site.sign_up()
    with pytest.raises(site.errors.UserLambdaValidationException, match="PostConfirmation failed"):
        site.cognito.admin_confirm_sign_up(UserPoolId=site.pool, Username="ada")
    assert site.status() == "CONFIRMED"


def test_a_function_is_told_of_a_new_password(site: Site) -> None:
    site.create(PostConfirmation=responding())
    site.add_user()
    site.cognito.forgot_password(ClientId=site.client, Username="ada")
    code = site.messages()[0].split()[-1]
    site.cognito.confirm_forgot_password(
        ClientId=site.client, Username="ada", ConfirmationCode=code, Password="An0ther-horse"
    )
    assert [event["triggerSource"] for event in site.events()] == ["PostConfirmation_ConfirmForgotPassword"]


# ------------------------------------------------------------------------------------------- messages


def test_a_function_words_the_message(site: Site) -> None:
    site.create(CustomMessage=responding(emailMessage="Hello, {####} it is", emailSubject="Code"))
    site.sign_up()
    [text] = site.messages()
    assert text.startswith("Hello, ")
    assert text[7:13].isdigit()
    site.cognito.confirm_sign_up(ClientId=site.client, Username="ada", ConfirmationCode=text[7:13])
    [event] = site.events()
    assert event["triggerSource"] == "CustomMessage_SignUp"
    assert event["request"]["codeParameter"] == "{####}"


@pytest.mark.parametrize(
    ("operation", "source"),
    [
        ("resend_confirmation_code", "CustomMessage_ResendCode"),
        ("forgot_password", "CustomMessage_ForgotPassword"),
    ],
)
def test_a_function_knows_why_a_message_is_sent(site: Site, operation: str, source: str) -> None:
    site.create(CustomMessage=responding())
    if operation == "forgot_password":
        site.add_user()
    else:
        site.sign_up()
    getattr(site.cognito, operation)(ClientId=site.client, Username="ada")
    assert site.events()[-1]["triggerSource"] == source


def test_a_function_words_the_invitation(site: Site) -> None:
    site.create(CustomMessage=responding(emailMessage="{username}: {####}"))
    site.cognito.admin_create_user(
        UserPoolId=site.pool,
        Username="ada",
        TemporaryPassword="F1rst-horse",
        DesiredDeliveryMediums=["EMAIL"],
        UserAttributes=[{"Name": "email", "Value": EMAIL}],
    )
    assert site.messages() == ["ada: F1rst-horse"]
    [event] = site.events()
    assert event["triggerSource"] == "CustomMessage_AdminCreateUser"
    assert event["request"]["usernameParameter"] == "{username}"


def test_an_invitation_has_a_password_that_signs_in_and_is_sent_again(site: Site) -> None:
    site.create()
    invitation = {"UserPoolId": site.pool, "Username": "ada", "DesiredDeliveryMediums": ["EMAIL"]}
    email = [{"Name": "email", "Value": EMAIL}]
    site.cognito.admin_create_user(**invitation, UserAttributes=email)
    site.cognito.admin_create_user(**invitation, MessageAction="RESEND")
    first, second = (text.removesuffix(".").split()[-1] for text in site.messages())
    with pytest.raises(site.errors.NotAuthorizedException):
        site.initiate(PASSWORD=first)
    assert site.initiate(PASSWORD=second)["ChallengeName"] == "NEW_PASSWORD_REQUIRED"


# ------------------------------------------------------------------------------------------- signing in


def test_functions_are_called_around_a_sign_in(site: Site) -> None:
    names = ("PreAuthentication", "PostAuthentication", "PreTokenGeneration")
    site.create(**{name: responding() for name in names})
    site.add_user()
    assert site.sign_in()["AccessToken"]
    before, after, _ = site.events()
    assert [event["triggerSource"] for event in site.events()] == [
        "PreAuthentication_Authentication",
        "PostAuthentication_Authentication",
        "TokenGeneration_Authentication",
    ]
    assert before["request"]["validationData"] == {"from": "test"}
    assert before["request"]["userNotFound"] is False
    assert (after["request"]["newDeviceUsed"], after["request"]["clientMetadata"]) == (
        False,
        {"from": "test"},
    )


@pytest.mark.parametrize("trigger", ["PreAuthentication", "PostAuthentication", "PreTokenGeneration"])
def test_a_function_refuses_a_sign_in(site: Site, trigger: str) -> None:
    site.create(**{trigger: failing})
    site.add_user()
    with pytest.raises(
        site.errors.UserLambdaValidationException, match=f"{trigger} failed with error not today"
    ):
        site.sign_in()


def test_after_a_wrong_password_only_the_first_function_is_called(site: Site) -> None:
    site.create(PreAuthentication=responding(), PostAuthentication=responding())
    site.add_user()
    with pytest.raises(site.errors.NotAuthorizedException):
        site.initiate(PASSWORD="wr0ng-Horse!")
    assert [event["triggerSource"] for event in site.events()] == ["PreAuthentication_Authentication"]


def test_an_unknown_user_is_hidden_from_nobody_but_the_caller(site: Site) -> None:
    site.create(PreAuthentication=responding(), hides_users="ENABLED")
    with pytest.raises(site.errors.NotAuthorizedException):
        site.initiate(PASSWORD=PASSWORD)
    assert site.events()[0]["request"]["userNotFound"] is True


# ------------------------------------------------------------------------------------------- tokens


def test_the_first_version_changes_the_id_token(site: Site) -> None:
    details = {
        "claimsToAddOrOverride": {"tier": "gold", "sub": "x"},
        "claimsToSuppress": ["email", "iss"],
        "groupOverrideDetails": {"groupsToOverride": ["vip"], "preferredRole": "arn:aws:iam::1:role/vip"},
    }
    site.create(PreTokenGeneration=responding(claimsOverrideDetails=details))
    site.add_user()
    claims = site.claims("Id")
    assert (claims["tier"], claims["cognito:groups"]) == ("gold", ["vip"])
    assert claims["cognito:preferred_role"] == "arn:aws:iam::1:role/vip"
    assert "email" not in claims
    assert claims["sub"] != "x"
    assert claims["iss"].endswith(site.pool)
    access = site.claims("Access")
    assert "tier" not in access
    assert access["cognito:groups"] == ["vip"]


def test_the_first_version_leaves_everything_without_details(site: Site) -> None:
    site.create(PreTokenGeneration=responding())
    site.add_user()
    assert site.claims("Id")["email"] == EMAIL
    assert site.events()[0]["request"]["groupConfiguration"] == {
        "groupsToOverride": [],
        "iamRolesToOverride": [],
        "preferredRole": None,
    }


def test_the_second_version_changes_both_tokens_and_scopes(site: Site) -> None:
    details = {
        "idTokenGeneration": {"claimsToAddOrOverride": {"family": ["a", "b"]}, "claimsToSuppress": ["email"]},
        "accessTokenGeneration": {
            "claimsToAddOrOverride": {"tier": {"name": "gold"}},
            "scopesToAdd": ["books/read"],
            "scopesToSuppress": ["aws.cognito.signin.user.admin"],
        },
    }
    site.create(version="V2_0", PreTokenGeneration=responding(claimsAndScopeOverrideDetails=details))
    site.add_user()
    access, identity = site.claims("Access"), site.claims("Id")
    assert (access["tier"], access["scope"]) == ({"name": "gold"}, "books/read")
    assert identity["family"] == ["a", "b"]
    assert "email" not in identity
    event = site.events()[0]
    assert (event["version"], event["request"]["scopes"]) == ("2", ["aws.cognito.signin.user.admin"])


def test_tokens_that_are_refreshed_are_changed_as_well(site: Site) -> None:
    site.create(PreTokenGeneration=responding(claimsOverrideDetails={"claimsToAddOrOverride": {"a": "b"}}))
    site.add_user()
    token = site.sign_in()["RefreshToken"]
    refreshed = site.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token)["AuthenticationResult"]["IdToken"]
    assert site.events()[-1]["triggerSource"] == "TokenGeneration_RefreshTokens"
    assert jwt.decode(refreshed, options={"verify_signature": False})["a"] == "b"


# ------------------------------------------------------------------------------------------- custom authentication


def define(event: dict[str, Any]) -> dict[str, Any]:
    """Ask for two right answers, and allow one wrong answer."""
    results = [result["challengeResult"] for result in event["request"]["session"]]
    if results.count(False) > 1:
        return responding(failAuthentication=True, issueTokens=False)(event)  # type: ignore[no-any-return]
    if results.count(True) > 1:
        return responding(failAuthentication=False, issueTokens=True)(event)  # type: ignore[no-any-return]
    next_one = responding(challengeName="CUSTOM_CHALLENGE", issueTokens=False, failAuthentication=False)
    return next_one(event)  # type: ignore[no-any-return]


CREATE = responding(
    publicChallengeParameters={"question": "2 + 2"},
    privateChallengeParameters={"answer": "4"},
    challengeMetadata="SUM",
)


def verify(event: dict[str, Any]) -> dict[str, Any]:
    request = event["request"]
    right = request["challengeAnswer"] == request["privateChallengeParameters"]["answer"]
    return responding(answerCorrect=right)(event)  # type: ignore[no-any-return]


def custom(site: Site) -> dict[str, Any]:
    site.create(DefineAuthChallenge=define, CreateAuthChallenge=CREATE, VerifyAuthChallengeResponse=verify)
    site.add_user()
    return site.initiate("CUSTOM_AUTH")


def test_a_user_signs_in_by_the_challenges_of_functions(site: Site) -> None:
    first = custom(site)
    assert first["ChallengeName"] == "CUSTOM_CHALLENGE"
    assert first["ChallengeParameters"] == {"USERNAME": "ada", "question": "2 + 2"}
    second = site.answer(first, "4")
    assert second["Session"] != first["Session"]
    assert site.answer(second, "4")["AuthenticationResult"]["AccessToken"]
    last_definition = [event for event in site.events() if event["triggerSource"].startswith("Define")][-1]
    right = {"challengeName": "CUSTOM_CHALLENGE", "challengeResult": True, "challengeMetadata": "SUM"}
    assert last_definition["request"]["session"] == [right, right]


def test_functions_decide_how_many_wrong_answers_end_it(site: Site) -> None:
    second = site.answer(custom(site), "5")
    with pytest.raises(site.errors.NotAuthorizedException, match=r"Incorrect username or password\."):
        site.answer(second, "5")


def test_a_challenge_is_answered_once(site: Site) -> None:
    first = custom(site)
    site.answer(first, "4")
    with pytest.raises(site.errors.NotAuthorizedException, match="Invalid session"):
        site.answer(first, "4")


def test_a_user_who_is_disabled_meanwhile_gets_no_tokens(site: Site) -> None:
    last = site.answer(custom(site), "4")
    site.cognito.admin_disable_user(UserPoolId=site.pool, Username="ada")
    with pytest.raises(site.errors.NotAuthorizedException, match=r"User is disabled\."):
        site.answer(last, "4")


def test_a_user_who_has_not_confirmed_gets_no_tokens(site: Site) -> None:
    site.create(DefineAuthChallenge=responding(issueTokens=True, failAuthentication=False))
    site.sign_up()
    with pytest.raises(site.errors.UserNotConfirmedException):
        site.initiate("CUSTOM_AUTH")
    site.cognito.admin_confirm_sign_up(UserPoolId=site.pool, Username="ada")
    assert site.initiate("CUSTOM_AUTH")["AuthenticationResult"]["AccessToken"]


def test_custom_authentication_needs_its_functions(site: Site) -> None:
    site.create()
    site.add_user()
    with pytest.raises(site.errors.InvalidParameterException, match="not configured"):
        site.initiate("CUSTOM_AUTH")


# ------------------------------------------------------------------------------------------- first a password


def define_after_password(event: dict[str, Any]) -> dict[str, Any]:
    """Ask for the password, then for one right answer."""
    done = [result["challengeName"] for result in event["request"]["session"] if result["challengeResult"]]
    steps = {
        ("SRP_A",): {"challengeName": "PASSWORD_VERIFIER", "issueTokens": False},
        ("SRP_A", "PASSWORD_VERIFIER"): {"challengeName": "CUSTOM_CHALLENGE", "issueTokens": False},
        ("SRP_A", "PASSWORD_VERIFIER", "CUSTOM_CHALLENGE"): {"issueTokens": True},
    }
    step = steps.get(tuple(done), {"failAuthentication": True})
    return dict(responding(**{"failAuthentication": False, **step})(event))


class Proof:
    """A sign-in that begins with the password, by pycognito's side of the protocol."""

    def __init__(
        self, site: Site, username: str = "ada", password: str = PASSWORD, flow: str = "CUSTOM_AUTH"
    ) -> None:
        self._site, self._username = site, username
        self._protocol = AWSSRP(username, password, site.pool, site.client, client=site.cognito)
        self._parameters = {**self._protocol.get_auth_params(), "CHALLENGE_NAME": "SRP_A"}
        self.challenge = site.initiate(flow, **self._parameters)

    def send(self, session: str | None) -> dict[str, Any]:
        responses = self._protocol.process_challenge(self.challenge["ChallengeParameters"], self._parameters)
        return dict(
            self._site.cognito.respond_to_auth_challenge(
                ClientId=self._site.client,
                ChallengeName="PASSWORD_VERIFIER",
                ChallengeResponses=responses,
                **({"Session": session} if session else {}),
            )
        )


@pytest.fixture
def after_password(site: Site) -> Site:
    site.create(
        DefineAuthChallenge=define_after_password,
        CreateAuthChallenge=CREATE,
        VerifyAuthChallengeResponse=verify,
    )
    site.add_user()
    return site


def test_a_user_proves_the_password_before_the_challenges_of_functions(after_password: Site) -> None:
    """Source: "Use SRP password verification in custom authentication flow"."""
    proof = Proof(after_password)
    assert proof.challenge["ChallengeName"] == "PASSWORD_VERIFIER"
    asked = proof.send(proof.challenge["Session"])
    assert (asked["ChallengeName"], asked["ChallengeParameters"]["question"]) == ("CUSTOM_CHALLENGE", "2 + 2")
    assert after_password.answer(asked, "4")["AuthenticationResult"]["AccessToken"]
    definitions = [event for event in after_password.events() if event["triggerSource"].startswith("Define")]
    passed = [result["challengeName"] for result in definitions[-1]["request"]["session"]]
    assert passed == ["SRP_A", "PASSWORD_VERIFIER", "CUSTOM_CHALLENGE"]


def test_a_wrong_password_ends_it(after_password: Site) -> None:
    proof = Proof(after_password, password="wr0ng-Horse!")
    with pytest.raises(after_password.errors.NotAuthorizedException, match="Incorrect username or password"):
        proof.send(proof.challenge["Session"])


def test_the_password_does_not_take_the_place_of_the_challenges(after_password: Site) -> None:
    proof = Proof(after_password)
    with pytest.raises(after_password.errors.NotAuthorizedException, match="Incorrect username or password"):
        proof.send(None)


def test_an_answer_does_not_take_the_place_of_the_password(after_password: Site) -> None:
    session = Proof(after_password).challenge["Session"]
    with pytest.raises(after_password.errors.NotAuthorizedException, match="Invalid session for the user"):
        after_password.answer({"ChallengeName": "CUSTOM_CHALLENGE", "Session": session}, "4")


def test_the_password_of_another_user_does_not_count(after_password: Site) -> None:
    after_password.cognito.admin_create_user(
        UserPoolId=after_password.pool, Username="eve", MessageAction="SUPPRESS"
    )
    after_password.cognito.admin_set_user_password(
        UserPoolId=after_password.pool, Username="eve", Password=PASSWORD, Permanent=True
    )
    of_ada = Proof(after_password)
    for flow in ("CUSTOM_AUTH", "USER_SRP_AUTH"):
        of_eve = Proof(after_password, "eve", flow=flow)
        with pytest.raises(
            after_password.errors.NotAuthorizedException, match="Incorrect username or password"
        ):
            of_eve.send(of_ada.challenge["Session"])
    assert of_ada.send(of_ada.challenge["Session"])["ChallengeName"] == "CUSTOM_CHALLENGE"


def test_a_session_that_is_over_does_not_leave_the_password_alone(after_password: Site) -> None:
    proof = Proof(after_password)
    session = proof.challenge["Session"]
    with pytest.raises(after_password.errors.NotAuthorizedException, match="Invalid session for the user"):
        after_password.answer({"ChallengeName": "CUSTOM_CHALLENGE", "Session": session}, "4")
    with pytest.raises(after_password.errors.NotAuthorizedException, match="Invalid session for the user"):
        proof.send(session)


def test_a_function_has_to_ask_for_the_password(site: Site) -> None:
    site.create(DefineAuthChallenge=define, CreateAuthChallenge=CREATE, VerifyAuthChallengeResponse=verify)
    site.add_user()
    with pytest.raises(site.errors.InvalidLambdaResponseException, match="CUSTOM_CHALLENGE"):
        Proof(site)


# ------------------------------------------------------------------------------------------- migration


MIGRATED = responding(
    userAttributes={"email": EMAIL, "email_verified": "true"},
    finalUserStatus="CONFIRMED",
    messageAction="SUPPRESS",
)


def test_a_user_is_migrated_by_the_first_sign_in(site: Site) -> None:
    site.create(UserMigration=MIGRATED)
    assert site.sign_in()["AccessToken"]
    assert site.status() == "CONFIRMED"
    [event] = site.events()
    assert (event["triggerSource"], event["request"]["password"]) == (
        "UserMigration_Authentication",
        PASSWORD,
    )
    assert site.sign_in()["AccessToken"]
    assert len(site.events()) == 1


def test_a_failing_migration_trigger_leaves_the_user_unknown(site: Site) -> None:
    site.create(UserMigration=failing)
    with pytest.raises(site.errors.UserNotFoundException):
        site.sign_in()


def test_a_user_is_migrated_who_has_forgotten_the_password(site: Site) -> None:
    site.create(UserMigration=MIGRATED)
    details = site.cognito.forgot_password(ClientId=site.client, Username="ada")["CodeDeliveryDetails"]
    assert details["DeliveryMedium"] == "EMAIL"
    assert [event["triggerSource"] for event in site.events()] == ["UserMigration_ForgotPassword"]
    assert len(site.messages()) == 1
