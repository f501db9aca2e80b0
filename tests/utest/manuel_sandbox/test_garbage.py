"""What is loaded while no garbage is collected is never looked at again."""

import gc
from collections.abc import Iterator

import pytest

from manuel_sandbox.garbage import no_garbage


@pytest.fixture(autouse=True)
def _unfrozen() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_is_loaded_is_not_collected_and_what_comes_later_is() -> None:
    with no_garbage():
        assert not gc.isenabled()
        loaded = [object() for _ in range(3)]
        assert any(one is loaded for one in gc.get_objects())
    assert not any(one is loaded for one in gc.get_objects())
    later = [loaded]
    assert any(one is later for one in gc.get_objects())
    assert gc.isenabled()


def test_collection_goes_on_after_a_failure_to_load() -> None:
    with pytest.raises(ImportError), no_garbage():
        raise ImportError
    assert gc.isenabled()
