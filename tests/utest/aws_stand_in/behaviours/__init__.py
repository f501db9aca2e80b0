"""Behaviour of AWS services as tables: a request, what AWS answers, and where that is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Case:
    """One request and its answer.

    Attributes:
        name: What it shows.
        source: Where AWS says so: a page of an API reference or developer guide.
        operation: boto3's name of the operation.
        parameters: The request.
        answer: The whole result, without its metadata; for an error its code and message, or the end of it behind `…`.

    Raises:
        ValueError: The case would take any message of an error.
    """

    name: str
    source: str
    operation: str
    parameters: Mapping[str, Any]
    answer: Mapping[str, Any] | tuple[str, str]

    def __post_init__(self) -> None:
        if isinstance(self.answer, tuple) and self.answer[1] == "…":
            raise ValueError(f"{self.name}: say how the message of {self.answer[0]} ends")
