"""The parts of a suite's other libraries that the tests need."""

from collections.abc import Callable
from typing import Any

import pytest
from robot.libraries.BuiltIn import BuiltIn


@pytest.fixture
def import_libraries(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Pretend that the running suite has imported these libraries."""

    def use(**libraries: Any) -> None:
        monkeypatch.setattr(
            BuiltIn,
            "get_library_instance",
            lambda self, name=None, all=False: libraries,  # noqa: A006
        )

    return use
