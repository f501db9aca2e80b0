"""Answers that take time and are made without the account's lock, because they may need AWS themselves."""

import time
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


def after(seconds: float, response: AwsResponse) -> AwsResponse:
    """Return a response that comes after a time in which the account is free for other requests."""
    if not seconds:
        return response

    def wait() -> AwsResponse:
        time.sleep(seconds)
        return response

    return UnlockedWork(response.status, work=wait)
