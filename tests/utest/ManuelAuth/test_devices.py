"""Devices that users are remembered on, with a Cognito that keeps track of them."""

from typing import Any

import pytest
from robot.api.types import Secret

from ManuelAuth.devices import UserDevice
from ManuelAuth.identity import Identity
from ManuelAuth.keywords.devices import DeviceKeywords
from ManuelAuth.keywords.second_factor import SecondFactorKeywords
from ManuelAuth.keywords.signing_in import SigningInKeywords
from ManuelAuth.session import SignInSession

# pycognito asks for the time in a way that Python deprecates from 3.12 on.
pytestmark = pytest.mark.filterwarnings(r"ignore:datetime\.datetime\.utcnow:DeprecationWarning")


@pytest.fixture
def settings() -> dict[str, Any]:
    capabilities = ["destructive", "second-factor", "second-user", "remembered-devices", "time-control"]
    return {"environment": "local", "users": "disposable", "capabilities": capabilities}


@pytest.fixture
def users(session: SignInSession) -> SigningInKeywords:
    return SigningInKeywords(session)


@pytest.fixture
def keywords(session: SignInSession) -> DeviceKeywords:
    return DeviceKeywords(session)


def test_a_device_is_confirmed_remembered_used_and_forgotten(
    users: SigningInKeywords, keywords: DeviceKeywords
) -> None:
    me = users.sign_in()
    assert keywords.get_devices() == []
    phone = keywords.confirm_device("phone")
    assert [(device.name, device.status) for device in keywords.get_devices()] == [
        ("phone", "not_remembered")
    ]
    keywords.remember_device(phone)
    again = keywords.sign_in_from_device(me.email, phone)
    assert isinstance(again, Identity)
    assert again.device is phone
    assert users.get_current_user() is again
    (device,) = keywords.get_devices()
    assert (device.key, device.name, device.status) == (phone.key, "phone", "remembered")
    assert device.last_sign_in >= device.confirmed_at
    keywords.forget_device(phone)
    assert keywords.get_devices() == []
    assert keywords.forget_device(phone, refusal="ResourceNotFoundException").code
    refusal = keywords.sign_in_from_device(me.email, phone, refusal="ResourceNotFoundException")
    assert not isinstance(refusal, Identity)
    assert refusal.message == "Device does not exist."


def test_a_copy_of_the_keys_is_not_the_device(users: SigningInKeywords, keywords: DeviceKeywords) -> None:
    me = users.sign_in()
    phone = keywords.confirm_device()
    keywords.remember_device(phone)
    copy = keywords.get_copy_of_device_keys(phone)
    assert (copy.key, copy.group_key) == (phone.key, phone.group_key)
    keywords.sign_in_from_device(me.email, copy, refusal="NotAuthorizedException")
    with pytest.raises(AssertionError, match=r"from device .* to be refused\.\nGot a success"):
        keywords.sign_in_from_device(me.email, phone, refusal="NotAuthorizedException")


def test_tokens_are_refreshed_with_the_key_of_a_confirmed_device(
    users: SigningInKeywords, keywords: DeviceKeywords
) -> None:
    before = users.sign_in()
    users.refresh_tokens()
    phone = keywords.confirm_device()
    assert users.refresh_tokens().device == phone
    users.switch_to_user(before)
    users.refresh_should_be_refused()


def test_a_device_is_confirmed_once(users: SigningInKeywords, keywords: DeviceKeywords) -> None:
    users.sign_in()
    keywords.confirm_device()
    with pytest.raises(AssertionError, match=r"Expected a new device of .*\nGot none\.\nHint: does the pool"):
        keywords.confirm_device()


def test_a_question_for_the_second_factor_is_named(
    session: SignInSession, users: SigningInKeywords, keywords: DeviceKeywords
) -> None:
    me = users.sign_in()
    phone = keywords.confirm_device()
    factor = SecondFactorKeywords(session)
    factor.turn_on_second_factor(factor.get_one_time_password(factor.add_authenticator()))
    with pytest.raises(
        AssertionError, match=r"Got the challenge SOFTWARE_TOKEN_MFA from Cognito\nHint: is the dev"
    ):
        keywords.sign_in_from_device(me.email, phone)
    assert factor.begin_sign_in(me.email, phone).email == me.email
    keywords.remember_device(phone)
    assert isinstance(keywords.sign_in_from_device(me.email, phone), Identity)


def test_the_password_of_a_device_is_not_printed() -> None:
    device = UserDevice("eu-west-1_key", "-group", Secret("pass-word"))
    assert str(device) == "device eu-west-1_key"
    assert "pass-word" not in repr(device)
