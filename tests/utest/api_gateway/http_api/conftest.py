"""Fixtures of these tests."""

from support.http_api import start_http_api

__all__ = ["start_http_api"]
