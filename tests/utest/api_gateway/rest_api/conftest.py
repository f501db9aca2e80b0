"""Fixtures of these tests."""

from support.rest_api import start_api

__all__ = ["start_api"]
