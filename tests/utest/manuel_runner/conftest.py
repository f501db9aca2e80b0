"""What tests share that start local stacks."""

import os
from collections.abc import Iterator

import pytest

from manuel_stack.lease import WarmParent


@pytest.fixture(scope="session")
def _warm_parent() -> Iterator[None]:
    """Keep one warm parent: whatever a test starts in this process finds it running, instead of warming up one of its own."""
    parent = WarmParent(os.getpid())
    parent.start()
    yield
    parent.stop()
