"""Options of rules as people write them in YAML, JSON and keyword arguments: their types, and errors in one line."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
    ValidationError,
)
from pydantic_core import CoreSchema, ErrorDetails, core_schema

from durations import seconds_of
from fault_engine.errors import RuleError
from field_comparison.suggestions import did_you_mean

_NUMBER = re.compile(r"\s*\d+(?:\.\d+)?\s*")


class Options(BaseModel):
    """Options that people set by name; unknown ones are rejected."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    @classmethod
    def names(cls, data: Mapping[str, Any]) -> Collection[str]:  # noqa: ARG003 — for most the data make no difference
        """Return the names of the options that such data may contain."""
        return cls.model_fields


SomeOptions = TypeVar("SomeOptions", bound=Options)


def read(model: type[SomeOptions], data: Any, subject: str) -> SomeOptions:
    """Validate options.

    Args:
        model: The options to expect.
        data: Names and values; an option whose value is None counts as not given.
        subject: What the options belong to, for the error: `rule 'slow model'`.

    Raises:
        RuleError: An option is unknown, missing or has a value that is not allowed.
    """
    if not isinstance(data, Mapping):
        raise RuleError(f"{subject}: expected a mapping of names to values, got {data!r}.")
    given = {str(name): value for name, value in data.items() if value is not None}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = min(error.errors(include_url=False), key=lambda each: each["type"] != "extra_forbidden")
        raise RuleError(f"{subject}: {_explain(first, model.names(given))}") from None


def _explain(problem: ErrorDetails, names: Collection[str]) -> str:
    if problem["type"] == "value_error":
        return str(problem["ctx"]["error"])
    *parents, name = map(str, problem["loc"])
    match problem["type"]:
        case "missing" | "union_tag_not_found":
            return f"{name} is missing."
        case "union_tag_invalid":
            tag, known = problem["ctx"]["tag"], re.findall(r"'(\w+)'", problem["ctx"]["expected_tags"])
            return f"there is no {name} {tag!r}.{did_you_mean(tag, known)} There are: {', '.join(known)}."
        case "extra_forbidden":
            owner = f"{parents[-1]} has" if parents else "there is"
            return f"{owner} no option {name!r}.{did_you_mean(name, names)} There are: {', '.join(names)}."
    return f"{name} is {problem['input']!r}; it must be {problem['msg'].removeprefix('Input should be ')}."


@dataclass(frozen=True, slots=True)
class Expected:
    """What a value must be, in a phrase that stands for whatever error its type finds."""

    phrase: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the type's own validation with this phrase as its error."""
        return core_schema.custom_error_schema(handler(source), "expected", custom_error_message=self.phrase)


def folded(value: Any) -> str:
    """Return a word as options spell it: in lower case, with underscores."""
    return str(value).lower().replace(" ", "_").replace("-", "_")


def _listed(value: Any) -> Any:
    if isinstance(value, str):
        return value.split(",")
    return value if isinstance(value, list | tuple) else [value]


def _number(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a boolean is not a number")  # noqa: TRY004 — what pydantic expects
    return value


def _seconds(value: Any) -> Any:
    if not isinstance(value, str):
        return _number(value)
    return float(value) if _NUMBER.fullmatch(value) else seconds_of(value)


Folded = BeforeValidator(folded)
"""Makes case, spaces and hyphens of a value irrelevant."""
Number = BeforeValidator(_number)
"""Keeps true and false from being taken for 1 and 0."""

Text = Annotated[str, Field(min_length=1), Expected("a non-empty string")]
Names = Annotated[
    tuple[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)], ...],
    Field(min_length=1),
    BeforeValidator(_listed),
    Expected("a name or a list of names"),
]
"""One name or several; a string may hold several, separated by commas."""
Mapped = Annotated[dict[str, Any], Expected("a mapping of names to values")]
Truth = Annotated[bool, Expected("true or false")]
Natural = Annotated[int, Field(ge=0), Number, Expected("a whole number, 0 or more")]
Positive = Annotated[int, Field(ge=1), Number, Expected("a whole number, 1 or more")]
Positives = Annotated[
    tuple[Annotated[int, Field(ge=1), Number], ...],
    Field(min_length=1),
    BeforeValidator(_listed),
    Expected("a whole number, 1 or more, or a list of these"),
]
Status = Annotated[int, Field(ge=100, le=599), Number, Expected("a status from 100 to 599")]
Share = Annotated[float, Field(ge=0, le=1), Number, Expected("a number from 0 to 1")]
Seconds = Annotated[
    float, Field(ge=0), BeforeValidator(_seconds), Expected("a duration such as 30, 30s or 250 ms")
]
