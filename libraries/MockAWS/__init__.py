"""AWS for tests: a stand-in server, and keywords to script it and to look at what a backend did with it.

`MockAWS.server` is the stand-in itself, `MockAWS.resources` what a Manuel backend needs in it, `MockAWS.MockAWS` the
keyword library. The library is imported only when it is asked for, so that a server starts without Robot Framework.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from MockAWS.library import MockAWS

__all__ = ["MockAWS"]


def __getattr__(name: str) -> type:
    if name == "MockAWS":
        from MockAWS.library import MockAWS

        return MockAWS
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
