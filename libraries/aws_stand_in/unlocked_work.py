"""Answers that take time and are made without the account's lock, because they may need AWS themselves."""

from collections.abc import Callable
from dataclasses import dataclass, field

from aws_stand_in.aws_response import AwsResponse


@dataclass(slots=True)
class UnlockedWork(AwsResponse):
    """The promise of an answer; the account's lock is released before it is made.

    Attributes:
        work: Returns the answer, or raises `AwsError`.
    """

    work: Callable[[], AwsResponse] = field(kw_only=True)
