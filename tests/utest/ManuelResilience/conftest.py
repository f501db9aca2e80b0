"""The other libraries of a suite, as far as a test needs them."""

from collections.abc import Callable
from typing import Any

import pytest
from robot.libraries.BuiltIn import BuiltIn


@pytest.fixture
def import_libraries(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the running suite have imported these."""

    def use(**libraries: Any) -> None:
        monkeypatch.setattr(
            BuiltIn,
            "get_library_instance",
            lambda self, name=None, all=False: libraries,  # noqa: A006
        )

    return use
