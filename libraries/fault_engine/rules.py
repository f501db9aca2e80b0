"""Rules: who is hit by a fault, when, and what happens.

A rule is one flat mapping, the same in YAML, JSON, keyword arguments and Python:

```yaml
name: throttled model
service: bedrock-runtime      # who
operation: InvokeModel
times: 2                      # when
fault: error                  # what
code: ThrottlingException
```
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from fnmatch import fnmatchcase, translate
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from fault_engine.data_access import STORES, Access, data_matcher
from fault_engine.faults import FAULTS, AnyFault, Fault, Phase
from fault_engine.identification import Call, Environ
from fault_engine.options import (
    Folded,
    Names,
    Natural,
    Options,
    Positive,
    Positives,
    Seconds,
    Share,
    Text,
    Truth,
    folded,
    read,
)
from fault_engine.owners import Owner

UNKNOWN_REGION = "unknown"
"""Stands in a rule's `region` for calls that name none because they are unsigned."""

_GLOB = re.compile(r"[*?\[]")
_OF_DATA = ("access", "table", "bucket", "key")
_OF_AWS_CALLS = ("service", "operation", "region", "account", "attempt", *_OF_DATA)
_GENERAL = ("name", "phase", "must_hit")


class RequestPattern(Options):
    """Who is hit: what a request must be for a rule to be about it. An option that is not given matches everything."""

    service: Names | None = None
    """boto3's names; `bedrock-*` is a pattern."""
    operation: Names | None = None
    """As in the API reference; `Get*` is a pattern."""
    region: Names | None = None
    """`unknown` matches unsigned calls, which name no region."""
    account: Names | None = None
    attempt: Positives | None = None
    """Which attempts of a call, counted from 1: `attempt: 1` makes every first attempt fail."""
    access: Annotated[Access, Folded] | None = None
    """Whether data in DynamoDB or S3 are read or written, by whatever operation."""
    table: Names | None = None
    """The DynamoDB table that is read or written."""
    bucket: Names | None = None
    """The S3 bucket that is read or written."""
    key: Names | None = None
    """The key of a row or object, in part or in whole: `cost#*`; of a new row, any of its attributes."""
    method: Names | None = None
    path: Names | None = None
    """Patterns for the path of a request that is not an AWS call: `/api/query`, `/api/manuals/*`."""

    @model_validator(mode="after")
    def _check_combination(self) -> "RequestPattern":
        aws = [name for name in _OF_AWS_CALLS if getattr(self, name)]
        if self.is_http and aws:
            raise ValueError(
                f"method and path match requests that are not AWS calls, so they can't be combined with {', '.join(aws)}."
            )
        return self

    @model_validator(mode="before")
    @classmethod
    def _stores_by_default(cls, options: Mapping[str, Any]) -> Mapping[str, Any]:
        """Let an option about data imply the services that have such data."""
        given = {name for name, value in options.items() if value is not None}
        is_about_data = given & {*_OF_DATA} and not given & {"method", "path"}
        return {"service": _stores(options), **options} if is_about_data else options

    @model_validator(mode="after")
    def _check_data(self) -> "RequestPattern":
        if self.table and self.bucket:
            raise ValueError("table and bucket can't be combined: no call is about both.")
        stated = [name for name in _OF_DATA if getattr(self, name)]
        possible = _stores({"table": self.table, "bucket": self.bucket})
        if stated and not any(fnmatchcase(store, name) for name in self.service or () for store in possible):
            raise ValueError(
                f"{stated[0]} is about data in {' and '.join(possible)}, and service is {_alternatives(self.service, '*')}."
            )
        return self

    @property
    def is_http(self) -> bool:
        """Whether this is about plain HTTP requests (client to API) and not about AWS calls."""
        return self.path is not None or self.method is not None

    def describe(self) -> str:
        """Return a short description: `bedrock-runtime.InvokeModel`, `writes of table usage`, `POST /api/query`."""
        if self.is_http:
            return f"{_alternatives(self.method, 'any')} {_alternatives(self.path, '*')}"
        if any(getattr(self, name) for name in _OF_DATA):
            return self._describe_data()
        if self.service is None and self.operation is None:
            return "any AWS call"
        return f"{_alternatives(self.service, '*')}.{_alternatives(self.operation, '*')}"

    def _describe_data(self) -> str:
        what = _alternatives(self.operation, f"{self.access}s" if self.access else "calls")
        where = _alternatives(self.service, "*")
        if self.table or self.bucket:
            where = f"{'table' if self.table else 'bucket'} {_alternatives(self.table or self.bucket, '*')}"
        return f"{what} of {where}" + (f" with key {_alternatives(self.key, '*')}" if self.key else "")


class Schedule(Options):
    """When: which of the matching requests are hit, and how long the rule is active."""

    skip: Natural = 0
    """How many matching requests are spared first."""
    times: Positive | None = None
    """How many requests are hit; all later ones are spared."""
    probability: Share = 1.0
    """The share of calls that are hit. Seed and content of a call decide, so a rerun hits the same ones."""
    per: Annotated[Literal["call", "attempt"], Folded] = "call"
    """Whether a call is hit with all its attempts or not at all, or each attempt is drawn by itself."""
    seed: Natural | None = None
    duration: Seconds | None = None
    """Seconds from activation."""


def _describe(rule: Mapping[str, Any]) -> str:
    fault, pattern = rule["fault"], rule["pattern"]
    late = ", after the work is done" if rule["phase"] != fault.phases[0] else ""
    return f"{fault.describe()} on {pattern.describe()}{late}"


class Rule(Options):
    """A fault with its request pattern and schedule."""

    pattern: RequestPattern
    schedule: Schedule
    fault: AnyFault
    phase: Annotated[Phase, Folded] = Field(default_factory=lambda rule: rule["fault"].phases[0])
    must_hit: Truth = True
    """Whether it is an error of whoever set the rule if it never hits anything."""
    description: str = Field(default_factory=_describe)
    """For messages: `error ThrottlingException on bedrock-runtime.InvokeModel`."""
    name: Text = Field(default_factory=lambda rule: rule["description"])
    notes: tuple[str, ...] = ()
    """What is unusual about the rule though allowed, e.g. an error code that the operation does not model."""

    owner: Owner | None = None
    """Who has activated it; nobody may set that as an option."""

    @model_validator(mode="before")
    @classmethod
    def _by_part(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """Distribute the options of one flat mapping over the parts of a rule."""
        options = {name: folded(value) if name == "fault" else value for name, value in data.items()}

        def taken(names: Iterable[str]) -> dict[str, Any]:
            return {name: options.pop(name) for name in names if name in options}

        return {
            **taken(_GENERAL),
            "pattern": taken(RequestPattern.model_fields),
            "schedule": taken(Schedule.model_fields),
            "fault": options,
        }

    @model_validator(mode="after")
    def _check_phase(self) -> "Rule":
        if self.phase not in self.fault.phases:
            phases = " or ".join(self.fault.phases)
            raise ValueError(
                f"phase is {self.phase}; {self.fault.fault} can be injected only {phases} the work is done."
            )
        return self

    @classmethod
    def names(cls, data: Mapping[str, Any]) -> Collection[str]:
        """Return the names of the options that a rule with this fault may contain."""
        fault = FAULTS.get(folded(data.get("fault")), Fault)
        return (*fault.model_fields, *_GENERAL, *RequestPattern.model_fields, *Schedule.model_fields)

    def renamed(self, name: str) -> "Rule":
        """Return the same rule under another name."""
        return self.model_copy(update={"name": name})

    def owned_by(self, owner: Owner | None) -> "Rule":
        """Return the same rule with an owner."""
        return self.model_copy(update={"owner": owner})


def parse_rule(data: Any) -> Rule:
    """Make a rule from its data.

    Args:
        data: A mapping as in this module's description.

    Raises:
        RuleError: An option is unknown, missing, not allowed or contradictory. The message names it in one line, with
            what is allowed or the most similar name.
    """
    is_named = isinstance(data, Mapping) and data.get("name")
    return read(Rule, data, f"rule {data['name']!r}" if is_named else "rule")


def matcher(pattern: RequestPattern) -> Callable[[Call], bool]:
    """Compile a pattern into a fast test of calls; what it says of data is left to `matcher_of_data`."""
    service, operation = _compiled(pattern.service), _compiled(pattern.operation)
    region, account, path = _compiled(pattern.region), _compiled(pattern.account), _compiled(pattern.path)
    methods = frozenset(map(str.upper, pattern.method)) if pattern.method else None

    def matches_aws(call: Call) -> bool:
        return (
            any(service(name) and operation(named or "") for name, named in call.candidates)
            and (pattern.attempt is None or call.attempt in pattern.attempt)
            and region(call.region or UNKNOWN_REGION)
            and account(call.account_id or "")
        )

    def matches_http(call: Call) -> bool:
        return not call.candidates and (methods is None or call.method in methods) and path(call.path)

    return matches_http if pattern.is_http else matches_aws


def matcher_of_data(pattern: RequestPattern) -> Callable[[Call, Environ], bool]:
    """Compile what a pattern says of data; a test by it may have to read a request's body."""
    container = pattern.table or pattern.bucket
    return data_matcher(
        access=pattern.access,
        container=_compiled(container) if container else None,
        key=_compiled(pattern.key) if pattern.key else None,
    )


def _stores(options: Mapping[str, Any]) -> tuple[str, ...]:
    if options.get("table"):
        return ("dynamodb",)
    return ("s3",) if options.get("bucket") else STORES


def _compiled(wanted: tuple[str, ...] | None) -> Callable[[str], bool]:
    if wanted is None:
        return lambda _: True
    if any(_GLOB.search(name) for name in wanted):
        pattern = re.compile("|".join(translate(name) for name in wanted))
        return lambda name: pattern.match(name) is not None
    return frozenset(wanted).__contains__


def is_pattern(name: str) -> bool:
    """Return whether a name in a rule is a pattern that stands for several names."""
    return _GLOB.search(name) is not None


def _alternatives(names: tuple[str, ...] | None, everything: str) -> str:
    return "|".join(names) if names else everything
