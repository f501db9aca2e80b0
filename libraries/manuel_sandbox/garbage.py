"""Garbage collection of a process that loads much before it begins to work."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_garbage() -> Iterator[None]:
    """Collect no garbage while loading, and what was loaded never.

    Nothing of it is garbage, and looking for some takes a quarter of the time. A process that is forked later would copy all
    of it to look again, which takes a tenth of a second.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
