"""The connections of the backend."""

import pytest

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
