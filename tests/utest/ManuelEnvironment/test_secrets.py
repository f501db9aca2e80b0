import pytest
from robot.api.types import Secret

from ManuelEnvironment import secrets


@pytest.fixture(autouse=True)
def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_known", set())


def test_whatever_looks_like_a_token_is_masked() -> None:
    assert secrets.mask("a eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln b") == "a <secret> b"


def test_ordinary_text_is_unchanged() -> None:
    assert secrets.mask("hey, eyJ is short") == "hey, eyJ is short"


def test_a_registered_secret_is_masked_everywhere() -> None:
    secrets.register_secret(Secret("Correct-Horse-1"))
    assert secrets.mask("password=Correct-Horse-1;") == "password=<secret>;"


def test_an_empty_secret_masks_nothing() -> None:
    secrets.register_secret("")
    assert secrets.mask("text") == "text"


def test_arguments_are_masked_inside_pairs() -> None:
    secrets.register_secret("Correct-Horse-1")
    assert secrets.mask_argument(("password", "Correct-Horse-1")) == ("password", "<secret>")
    assert secrets.mask_argument(5) == 5
