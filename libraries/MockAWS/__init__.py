"""Keywords to script an AWS stand-in, and to look at what a backend did with it."""

from MockAWS.library import MockAWS

__all__ = ["MockAWS"]
