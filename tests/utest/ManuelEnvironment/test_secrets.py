"""Whatever becomes a secret in this process is masked from then on."""

import pytest
from robot.api.types import Secret

from ManuelEnvironment.secrets import register_every_secret
from secret_masking import mask


@pytest.fixture(autouse=True)
def _registered() -> None:
    register_every_secret()


def test_each_new_secret_is_registered() -> None:
    Secret("Correct-Horse-1")
    assert mask("password=Correct-Horse-1;") == "password=<secret>;"


def test_a_secret_may_be_something_else_than_text() -> None:
    assert Secret(1357924680).value == 1357924680  # type: ignore[arg-type]
    assert mask("pin=1357924680") == "pin=<secret>"
