"""Fixtures of these tests."""

from support.aws_under_faults import aws, aws_server, outcome_of

__all__ = ["aws", "aws_server", "outcome_of"]
