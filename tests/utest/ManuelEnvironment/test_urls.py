"""Addresses of servers: what can be none is refused where it is given, in one line that shows no password."""

from collections.abc import Callable

import pytest

from ManuelEnvironment import ConfigurationError
from ManuelEnvironment.local_addresses import require_loopback, require_proxy_on_this_machine
from ManuelEnvironment.settings import validate
from ManuelEnvironment.urls import origin_problem, url_problem

DEV = {"environment": "dev", "api_base_url": "http://localhost:3000"}
UNUSABLE = [
    "",
    "localhost:3000",
    "ftp://localhost",
    "http://",
    "http:///path",
    "http://localhost:3000/?stage=prod",
    "http://localhost/#top",
    "http://local host",
    "http://localhost\\@example.com",
    "http://localhost:99999",
    "http://localhost:0",
    "http://localhost:port",
    "http://[::1",
    "http://:3000",
    "http://a..b",
    f"http://{'a' * 64}.example.com",
]
WITH_PASSWORD = ["http://tester:geheim@localhost:3000", "https://geheim@localhost/prod"]


@pytest.mark.parametrize("url", UNUSABLE)
def test_an_address_that_cannot_be_one_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^dev.yaml: api_base_url is '.*', but must ") as failure:
        validate({**DEV, "api_base_url": url}, source="dev.yaml")
    assert "\n" not in str(failure.value)
    assert origin_problem(url)


@pytest.mark.parametrize("url", WITH_PASSWORD)
@pytest.mark.parametrize("key", ["api_base_url", "aws_endpoint_url", "key_set_url", "fault_control_url"])
def test_a_password_in_an_address_is_refused_and_not_shown(key: str, url: str) -> None:
    with pytest.raises(
        ConfigurationError, match=f"^dev.yaml: {key} has a user name or a password"
    ) as failure:
        validate({**DEV, key: url}, source="dev.yaml")
    assert "geheim" not in str(failure.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:3000",
        "https://API.example.com/prod/@me",
        "http://[::1]:80/",
        "http://bücher.example",
    ],
)
def test_an_address_that_can_be_one_is_taken(url: str) -> None:
    assert url_problem(url) == ""
    assert validate({**DEV, "api_base_url": url}, source="dev.yaml").api_base_url == url


@pytest.mark.parametrize("origin", ["https://app.example.com/", "https://app.example.com/page", "*"])
def test_an_origin_ends_with_its_host_or_port(origin: str) -> None:
    with pytest.raises(
        ConfigurationError, match=r"^dev.yaml: allowed_origins.0 is '.*', but must be .* not even a slash$"
    ):
        validate({**DEV, "allowed_origins": [origin]}, source="dev.yaml")
    assert validate({**DEV, "allowed_origins": ["http://localhost:8080"]}, source="dev.yaml")


@pytest.mark.parametrize("check", [require_loopback, require_proxy_on_this_machine])
def test_an_address_on_this_machine_has_a_port_that_there_can_be(check: Callable[[str], str]) -> None:
    assert check("http://127.0.0.1:4000") == "http://127.0.0.1:4000"
    with pytest.raises(
        ConfigurationError, match=r"is 'http://127.0.0.1:99999', but must have a host, and a port"
    ):
        check("http://127.0.0.1:99999")
    with pytest.raises(ConfigurationError, match="has a user name or a password") as failure:
        check("http://geheim@127.0.0.1:4000")
    assert "geheim" not in str(failure.value)
