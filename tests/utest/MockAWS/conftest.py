"""Fixtures for the tests of MockAWS."""

from support.stand_in import _clock, account_id, aws, clock, engine, server, session, wav

__all__ = ["_clock", "account_id", "aws", "clock", "engine", "server", "session", "wav"]
