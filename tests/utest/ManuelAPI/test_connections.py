"""The connections of the backend."""

import pytest
from robot.api.types import Secret

from ManuelAPI.keywords import connections
from ManuelAPI.keywords.connections import ConnectionKeywords

PUBLIC = "192.31.196.1"


def see(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    monkeypatch.setattr(connections, "ask_stack", lambda *_: {"addresses": list(addresses)})


def test_public_addresses_may_be_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    see(monkeypatch, PUBLIC, PUBLIC)
    ConnectionKeywords().only_public_addresses_should_have_been_connected_to()


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "fe80::1", "fd00:ec2::254"])
def test_other_addresses_are_listed(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    see(monkeypatch, PUBLIC, address)
    with pytest.raises(AssertionError, match=f"Got {address}"):
        ConnectionKeywords().only_public_addresses_should_have_been_connected_to()


def test_a_backend_that_connects_to_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    see(monkeypatch)
    with pytest.raises(AssertionError, match="Got none"):
        ConnectionKeywords().only_public_addresses_should_have_been_connected_to()


def send(monkeypatch: pytest.MonkeyPatch, *headers: str) -> None:
    monkeypatch.setattr(connections, "ask_stack", lambda *_: {"headers": list(headers)})


def test_what_a_site_has_received_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    send(monkeypatch, "Host: manuals.example.com", "X-Request: a-secret", "authorization: Bearer a-secret")
    keywords = ConnectionKeywords()
    keywords.sites_should_not_have_received(email="ada@example.com")
    with pytest.raises(AssertionError, match="Got token in X-Request; token in authorization") as failed:
        keywords.sites_should_not_have_received(token=Secret("a-secret"), email="ada@example.com")
    assert "a-secret" not in str(failed.value)
    with pytest.raises(AssertionError, match="Got credentials in authorization"):
        keywords.sites_should_not_have_received(credentials="Authorization:")


def test_a_backend_that_sends_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    send(monkeypatch)
    with pytest.raises(AssertionError, match="Got no request"):
        ConnectionKeywords().sites_should_not_have_received(email="ada@example.com")
