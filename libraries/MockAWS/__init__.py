"""Keywords that script an AWS stand-in, and inspect what a backend did in AWS."""

from MockAWS.library import MockAWS

__all__ = ["MockAWS"]
