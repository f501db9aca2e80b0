"""Fixtures of these tests."""

from support.measured_service import dead_url, server

__all__ = ["dead_url", "server"]
