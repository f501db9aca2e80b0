"""Devices that users sign in with, as "Working with user devices in your user pool" of the Amazon Cognito Developer Guide has it.

The other side of the protocol is pycognito's.
"""

import base64
from datetime import timedelta
from typing import Any

import jwt
import pytest
from pycognito.aws_srp import AWSSRP, generate_hash_device
from test_cognito_second_factor import one_time_password

from support.python_functions import REGION, PythonFunctions, function_arn

# pycognito asks for the time in a way that Python deprecates from 3.12 on.
pytestmark = pytest.mark.filterwarnings(r"ignore:datetime\.datetime\.utcnow:DeprecationWarning")

NAME = "ada"
PASSWORD = "Corr3ct-horse"
ALWAYS = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False}
ON_PROMPT = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": True}
NO_REPLACEMENT = {"ChallengeRequiredOnNewDevice": False, "DeviceOnlyRememberedOnUserPrompt": False}


class Phone:
    """A device that has signed in, and what it keeps."""

    def __init__(self, result: dict[str, Any]) -> None:
        self.token = result["AccessToken"]
        self.refresh_token = result["RefreshToken"]
        self.key = result["NewDeviceMetadata"]["DeviceKey"]
        self.group_key = result["NewDeviceMetadata"]["DeviceGroupKey"]
        self.password, self.config = generate_hash_device(self.group_key, self.key)


class Pool:
    """A user pool that keeps track of devices, and one user."""

    def __init__(self, aws: Any, configuration: dict[str, bool] | None, **client: Any) -> None:
        self.cognito = aws.client("cognito-idp")
        self.errors = self.cognito.exceptions
        settings = {} if configuration is None else {"DeviceConfiguration": configuration}
        self.id = self.cognito.create_user_pool(PoolName="pool", **settings)["UserPool"]["Id"]
        self.cognito.set_user_pool_mfa_config(
            UserPoolId=self.id,
            MfaConfiguration="OPTIONAL",
            SoftwareTokenMfaConfiguration={"Enabled": True},
        )
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        self.client_id = self.cognito.create_user_pool_client(
            UserPoolId=self.id, ClientName="app", **{"ExplicitAuthFlows": flows, **client}
        )["UserPoolClient"]["ClientId"]
        self.add_user(NAME)

    def add_user(self, name: str) -> None:
        self.cognito.admin_create_user(UserPoolId=self.id, Username=name, MessageAction="SUPPRESS")
        self.cognito.admin_set_user_password(
            UserPoolId=self.id, Username=name, Password=PASSWORD, Permanent=True
        )

    def begin(self, name: str = NAME, **more: str) -> dict[str, Any]:
        return dict(
            self.cognito.initiate_auth(
                ClientId=self.client_id,
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD, **more},
            )
        )

    def sign_in(self, name: str = NAME) -> Phone:
        return Phone(self.begin(name)["AuthenticationResult"])

    def confirm(self, phone: Phone, **changes: Any) -> dict[str, Any]:
        given = {"DeviceKey": phone.key, "DeviceSecretVerifierConfig": phone.config, "DeviceName": "phone"}
        return dict(self.cognito.confirm_device(AccessToken=phone.token, **{**given, **changes}))

    def known_phone(self) -> Phone:
        phone = self.sign_in()
        self.confirm(phone)
        return phone

    def protocol(self, phone: Phone, password: str | None = None) -> AWSSRP:
        return AWSSRP(
            NAME,
            PASSWORD,
            self.id,
            self.client_id,
            client=self.cognito,
            device_key=phone.key,
            device_group_key=phone.group_key,
            device_password=password or phone.password,
        )

    def respond(self, challenge: str, session: str = "", **responses: str) -> dict[str, Any]:
        return dict(
            self.cognito.respond_to_auth_challenge(
                ClientId=self.client_id,
                ChallengeName=challenge,
                ChallengeResponses={"USERNAME": NAME, **responses},
                **({"Session": session} if session else {}),
            )
        )

    def add_second_factor(self, phone: Phone, clock: Any) -> str:
        secret = str(self.cognito.associate_software_token(AccessToken=phone.token)["SecretCode"])
        code = one_time_password(secret, clock())
        self.cognito.verify_software_token(AccessToken=phone.token, UserCode=code)
        preference = {"Enabled": True, "PreferredMfa": True}
        self.cognito.set_user_mfa_preference(AccessToken=phone.token, SoftwareTokenMfaSettings=preference)
        return secret

    def devices(self) -> list[dict[str, Any]]:
        return list(self.cognito.admin_list_devices(UserPoolId=self.id, Username=NAME)["Devices"])


@pytest.fixture
def pool(aws: Any) -> Pool:
    return Pool(aws, ALWAYS)


def attributes(device: dict[str, Any]) -> dict[str, str]:
    return {one["Name"]: one["Value"] for one in device["DeviceAttributes"]}


def claims(token: str) -> dict[str, Any]:
    return dict(jwt.decode(token, options={"verify_signature": False}))


# ------------------------------------------------------------------------------------------- confirming


def test_each_new_device_gets_a_key_which_the_access_token_names(pool: Pool) -> None:
    first, second = pool.sign_in(), pool.sign_in()
    assert first.key.startswith("eu-west-1_")
    assert first.key != second.key
    assert claims(first.token)["device_key"] == first.key
    assert pool.devices() == []


def test_a_pool_that_keeps_no_track_names_no_devices(aws: Any) -> None:
    pool = Pool(aws, None)
    result = pool.begin()["AuthenticationResult"]
    assert "NewDeviceMetadata" not in result
    assert "device_key" not in claims(result["AccessToken"])
    for call in (
        lambda: pool.cognito.list_devices(AccessToken=result["AccessToken"]),
        lambda: pool.cognito.admin_list_devices(UserPoolId=pool.id, Username=NAME),
        lambda: pool.cognito.get_device(AccessToken=result["AccessToken"], DeviceKey="eu-west-1_a"),
    ):
        with pytest.raises(pool.errors.InvalidUserPoolConfigurationException, match="Device tracking is not"):
            call()


@pytest.mark.parametrize(
    ("configuration", "necessary", "status"),
    [(ALWAYS, False, "remembered"), (ON_PROMPT, True, "not_remembered")],
)
def test_a_confirmed_device_is_remembered_unless_its_user_is_asked(
    aws: Any, configuration: dict[str, bool], necessary: bool, status: str
) -> None:
    """Source: API reference, ConfirmDevice, UserConfirmationNecessary; DeviceConfigurationType."""
    pool = Pool(aws, configuration)
    phone = pool.sign_in()
    assert pool.confirm(phone)["UserConfirmationNecessary"] is necessary
    (device,) = pool.devices()
    assert device["DeviceKey"] == phone.key
    assert attributes(device)["device_name"] == "phone"
    assert attributes(device)["dev:device_remembered_status"] == status


def test_only_a_devices_own_user_confirms_it_once(pool: Pool) -> None:
    """Source: API reference, ConfirmDevice, ResourceNotFoundException, DeviceKeyExistsException."""
    pool.add_user("eve")
    phone, of_another = pool.sign_in(), pool.sign_in("eve")
    for key in (of_another.key, "eu-west-1_00000000-0000-4000-8000-000000000000"):
        with pytest.raises(pool.errors.ResourceNotFoundException, match="Device does not exist"):
            pool.confirm(phone, DeviceKey=key)
    pool.confirm(phone)
    with pytest.raises(pool.errors.DeviceKeyExistsException):
        pool.confirm(phone)


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"PasswordVerifier": "AAAA"},
        {"PasswordVerifier": "?", "Salt": "AA=="},
        {"PasswordVerifier": "ä", "Salt": "AA=="},
    ],
)
def test_a_verifier_is_needed(pool: Pool, config: dict[str, str]) -> None:
    """Source: API reference, DeviceSecretVerifierConfigType."""
    phone = pool.sign_in()
    with pytest.raises(pool.errors.InvalidParameterException, match=r"PasswordVerifier|Salt"):
        pool.confirm(phone, DeviceSecretVerifierConfig=config)
    assert pool.devices() == []
    pool.confirm(phone)
    assert len(pool.devices()) == 1


# ------------------------------------------------------------------------------------------- listing and forgetting


def test_devices_are_listed_in_pages(pool: Pool) -> None:
    """Source: API reference, ListDevices, PaginationToken."""
    phones = [pool.known_phone() for _ in "123"]
    token = phones[0].token
    first = pool.cognito.list_devices(AccessToken=token, Limit=2)
    second = pool.cognito.list_devices(AccessToken=token, Limit=2, PaginationToken=first["PaginationToken"])
    listed = [device["DeviceKey"] for page in (first, second) for device in page["Devices"]]
    assert listed == [phone.key for phone in phones]
    assert "PaginationToken" not in second
    with pytest.raises(pool.errors.InvalidParameterException, match="PaginationToken is invalid"):
        pool.cognito.list_devices(AccessToken=token, PaginationToken="none")


@pytest.mark.parametrize("who", ["user", "administrator"])
def test_a_device_is_described_remembered_and_forgotten(pool: Pool, clock: Any, who: str) -> None:
    """Source: API reference, GetDevice, UpdateDeviceStatus, ForgetDevice and their forms for administrators."""
    phone = pool.known_phone()
    prefix, whose = (
        ("", {"AccessToken": phone.token})
        if who == "user"
        else ("admin_", {"UserPoolId": pool.id, "Username": NAME})
    )
    about = {**whose, "DeviceKey": phone.key}

    def call(name: str, **more: str) -> Any:
        return getattr(pool.cognito, f"{prefix}{name}")(**about, **more)

    before = call("get_device")["Device"]
    clock.advance(60)
    call("update_device_status", DeviceRememberedStatus="not_remembered")
    after = call("get_device")["Device"]
    assert attributes(after)["dev:device_remembered_status"] == "not_remembered"
    assert after["DeviceLastModifiedDate"] > before["DeviceLastModifiedDate"]
    assert after["DeviceCreateDate"] == before["DeviceCreateDate"]
    call("forget_device")
    assert pool.devices() == []
    for name in ("get_device", "forget_device", "update_device_status"):
        with pytest.raises(pool.errors.ResourceNotFoundException, match="Device does not exist"):
            call(name)


def test_nobody_reaches_the_device_of_another_user(pool: Pool) -> None:
    phone = pool.known_phone()
    pool.add_user("eve")
    eve = pool.sign_in("eve")
    for call in (pool.cognito.get_device, pool.cognito.forget_device):
        with pytest.raises(pool.errors.ResourceNotFoundException, match="Device does not exist"):
            call(AccessToken=eve.token, DeviceKey=phone.key)
    assert pool.cognito.get_device(AccessToken=phone.token, DeviceKey=phone.key)


# ------------------------------------------------------------------------------------------- signing in


def test_a_remembered_device_takes_the_place_of_the_second_factor(pool: Pool, clock: Any) -> None:
    """Source: API reference, DeviceConfigurationType, ChallengeRequiredOnNewDevice."""
    phone = pool.known_phone()
    pool.add_second_factor(phone, clock)
    assert pool.begin()["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    clock.advance(60)
    result = pool.protocol(phone).authenticate_user()["AuthenticationResult"]
    assert "NewDeviceMetadata" not in result
    assert claims(result["AccessToken"])["device_key"] == phone.key
    (device,) = pool.devices()
    assert device["DeviceLastAuthenticatedDate"] > device["DeviceCreateDate"]


def test_a_device_without_its_password_is_refused(pool: Pool) -> None:
    phone = pool.known_phone()
    wrong = base64.b64encode(b"wrong" * 8).decode()
    with pytest.raises(pool.errors.NotAuthorizedException, match="Incorrect username or password"):
        pool.protocol(phone, wrong).authenticate_user()
    assert pool.protocol(phone).authenticate_user()["AuthenticationResult"]


def test_a_device_takes_the_place_of_no_factor_where_the_pool_does_not_want_it(aws: Any, clock: Any) -> None:
    pool = Pool(aws, NO_REPLACEMENT)
    phone = pool.known_phone()
    secret = pool.add_second_factor(phone, clock)
    clock.advance(60)
    asked = pool.begin(DEVICE_KEY=phone.key)
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    code = one_time_password(secret, clock())
    answer = {"SOFTWARE_TOKEN_MFA_CODE": code, "DEVICE_KEY": phone.key}
    then = pool.respond("SOFTWARE_TOKEN_MFA", asked["Session"], **answer)
    assert then["ChallengeName"] == "DEVICE_SRP_AUTH"


def test_a_device_that_is_not_remembered_takes_the_place_of_nothing(aws: Any, clock: Any) -> None:
    """Source: API reference, DeviceConfigurationType: such users "must still provide a second factor"."""
    pool = Pool(aws, ON_PROMPT)
    phone = pool.known_phone()
    pool.add_second_factor(phone, clock)
    assert pool.begin(DEVICE_KEY=phone.key)["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    pool.cognito.update_device_status(
        AccessToken=phone.token, DeviceKey=phone.key, DeviceRememberedStatus="remembered"
    )
    assert pool.begin(DEVICE_KEY=phone.key)["ChallengeName"] == "DEVICE_SRP_AUTH"


def test_a_device_that_was_forgotten_signs_in_no_more(pool: Pool) -> None:
    phone = pool.known_phone()
    assert pool.begin(DEVICE_KEY=phone.key)["ChallengeName"] == "DEVICE_SRP_AUTH"
    pool.cognito.forget_device(AccessToken=phone.token, DeviceKey=phone.key)
    with pytest.raises(pool.errors.ResourceNotFoundException, match="Device does not exist"):
        pool.begin(DEVICE_KEY=phone.key)
    assert pool.begin()["AuthenticationResult"]


def test_a_device_does_not_take_the_place_of_the_password(pool: Pool) -> None:
    phone = pool.known_phone()
    public = f"{pool.protocol(phone).large_a_value:x}"
    with pytest.raises(pool.errors.NotAuthorizedException, match="Invalid session for the user"):
        pool.respond("DEVICE_SRP_AUTH", DEVICE_KEY=phone.key, SRP_A=public)
    session = pool.begin(DEVICE_KEY=phone.key)["Session"]
    with pytest.raises(pool.errors.NotAuthorizedException, match="Invalid session for the user"):
        pool.respond(
            "DEVICE_SRP_AUTH", "another session of 20 characters", DEVICE_KEY=phone.key, SRP_A=public
        )
    session = pool.begin(DEVICE_KEY=phone.key)["Session"]
    answer = pool.respond("DEVICE_SRP_AUTH", session, DEVICE_KEY=phone.key, SRP_A=public)
    assert answer["ChallengeName"] == "DEVICE_PASSWORD_VERIFIER"
    names = {"SALT", "SRP_B", "SECRET_BLOCK", "DEVICE_KEY", "USERNAME"}
    assert set(answer["ChallengeParameters"]) == names


def test_the_challenge_of_a_device_expires(pool: Pool, clock: Any) -> None:
    phone = pool.known_phone()
    public = f"{pool.protocol(phone).large_a_value:x}"
    session = pool.begin(DEVICE_KEY=phone.key)["Session"]
    clock.advance(179)
    assert pool.respond("DEVICE_SRP_AUTH", session, DEVICE_KEY=phone.key, SRP_A=public)["ChallengeName"]
    session = pool.begin(DEVICE_KEY=phone.key)["Session"]
    clock.advance(180)
    with pytest.raises(pool.errors.NotAuthorizedException, match="Invalid session for the user"):
        pool.respond("DEVICE_SRP_AUTH", session, DEVICE_KEY=phone.key, SRP_A=public)


class DeviceProof:
    """The proof of a device's password, up to the challenge that asks for it."""

    def __init__(self, pool: Pool, phone: Phone) -> None:
        self._pool, self._protocol = pool, pool.protocol(phone)
        session = pool.begin(DEVICE_KEY=phone.key)["Session"]
        public = f"{self._protocol.large_a_value:x}"
        asked = pool.respond("DEVICE_SRP_AUTH", session, DEVICE_KEY=phone.key, SRP_A=public)
        self._parameters = asked["ChallengeParameters"]

    def send(self, client_id: str) -> dict[str, Any]:
        responses = self._protocol.process_device_challenge(self._parameters)
        return dict(
            self._pool.cognito.respond_to_auth_challenge(
                ClientId=client_id, ChallengeName="DEVICE_PASSWORD_VERIFIER", ChallengeResponses=responses
            )
        )


def test_the_proof_of_a_device_expires(pool: Pool, clock: Any) -> None:
    proof = DeviceProof(pool, phone := pool.known_phone())
    clock.advance(179)
    assert proof.send(pool.client_id)["AuthenticationResult"]
    proof = DeviceProof(pool, phone)
    clock.advance(180)
    with pytest.raises(pool.errors.NotAuthorizedException, match="session is expired"):
        proof.send(pool.client_id)


def test_the_proof_of_a_device_is_for_one_client(pool: Pool) -> None:
    phone = pool.known_phone()
    other = pool.cognito.create_user_pool_client(UserPoolId=pool.id, ClientName="other")["UserPoolClient"]
    with pytest.raises(pool.errors.NotAuthorizedException, match="Incorrect username or password"):
        DeviceProof(pool, phone).send(other["ClientId"])
    assert DeviceProof(pool, phone).send(pool.client_id)["AuthenticationResult"]


def test_the_last_sign_in_of_a_device_is_noted_whether_it_is_remembered_or_not(aws: Any, clock: Any) -> None:
    pool = Pool(aws, ON_PROMPT)
    phone = pool.known_phone()
    before = pool.devices()[0]["DeviceLastAuthenticatedDate"]
    clock.advance(60)
    assert pool.begin(DEVICE_KEY=phone.key)["AuthenticationResult"]
    assert pool.devices()[0]["DeviceLastAuthenticatedDate"] >= before + timedelta(seconds=60)


@pytest.mark.parametrize(("configuration", "is_new"), [(ALWAYS, True), (None, False)])
def test_a_function_is_told_of_a_new_device(
    aws: Any, server: Any, account_id: str, configuration: dict[str, bool] | None, is_new: bool
) -> None:
    """Source: "Post authentication Lambda trigger", newDeviceUsed."""
    functions = PythonFunctions({"after": lambda event: event})
    server.stand_in.register_functions(functions, account_id=account_id, region=REGION)
    pool = Pool(aws, configuration)
    triggers = {"PostAuthentication": function_arn("after")}
    settings = {"DeviceConfiguration": configuration} if configuration else {}
    pool.cognito.update_user_pool(UserPoolId=pool.id, LambdaConfig=triggers, **settings)
    pool.begin()
    assert functions.invocations[-1].event["request"]["newDeviceUsed"] is is_new


# ------------------------------------------------------------------------------------------- refreshing


def test_tokens_of_a_confirmed_device_are_refreshed_with_its_key(pool: Pool) -> None:
    """Source: API reference, InitiateAuth: REFRESH_TOKEN_AUTH with DEVICE_KEY."""
    phone = pool.sign_in()

    def refresh(**more: str) -> Any:
        return pool.cognito.initiate_auth(
            ClientId=pool.client_id,
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": phone.refresh_token, **more},
        )["AuthenticationResult"]

    assert refresh()["AccessToken"]
    pool.confirm(phone)
    for wrong in ({}, {"DEVICE_KEY": pool.known_phone().key}):
        with pytest.raises(pool.errors.NotAuthorizedException, match="Invalid Refresh Token"):
            refresh(**wrong)
    assert claims(refresh(DEVICE_KEY=phone.key)["AccessToken"])["device_key"] == phone.key


def test_rotated_tokens_need_the_key_of_the_device_as_well(aws: Any) -> None:
    """Source: API reference, GetTokensFromRefreshToken, DeviceKey."""
    rotation = {"Feature": "ENABLED", "RetryGracePeriodSeconds": 60}
    flows = ["ALLOW_USER_PASSWORD_AUTH"]
    pool = Pool(aws, ALWAYS, RefreshTokenRotation=rotation, ExplicitAuthFlows=flows)
    phone = pool.known_phone()
    about = {"ClientId": pool.client_id, "RefreshToken": phone.refresh_token}
    with pytest.raises(pool.errors.NotAuthorizedException, match="Invalid Refresh Token"):
        pool.cognito.get_tokens_from_refresh_token(**about)
    assert pool.cognito.get_tokens_from_refresh_token(**about, DeviceKey=phone.key)["AuthenticationResult"]
