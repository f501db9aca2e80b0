"""Rules: whom a fault hits, when, and what then happens.

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
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fnmatch import translate
from typing import Any

from fault_engine.faults import FAULTS, Fault, Phase
from fault_engine.fields import (
    RuleError,
    did_you_mean,
    fraction,
    names,
    numbers,
    one_of,
    option,
    option_names,
    read_options,
    seconds,
    text,
    truth,
    whole,
)
from fault_engine.identification import Call

UNKNOWN_REGION = "unknown"
"""Stands in a rule's `region` for calls that name none, since they are unsigned."""

_GLOB = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class RequestPattern:
    """Who: which calls a rule is about. What is not stated matches everything."""

    service: tuple[str, ...] | None = option(names, None)
    """boto3's names; `bedrock-*` is a pattern."""
    operation: tuple[str, ...] | None = option(names, None)
    """As in the API reference; `Get*` is a pattern."""
    region: tuple[str, ...] | None = option(names, None)
    """`unknown` matches unsigned calls, which name no region."""
    account: tuple[str, ...] | None = option(names, None)
    attempt: tuple[int, ...] | None = option(numbers, None)
    """Which attempts of a call, counted from 1: `attempt: 1` lets every first try fail."""
    method: tuple[str, ...] | None = option(names, None)
    path: tuple[str, ...] | None = option(names, None)
    """Patterns for the path of a request that is no AWS call: `/api/query`, `/api/manuals/*`."""

    @property
    def is_http(self) -> bool:
        """Whether this is about plain HTTP requests (client to API) and not about AWS calls."""
        return self.path is not None or self.method is not None

    def describe(self) -> str:
        """For people: `bedrock-runtime.InvokeModel`, `POST /api/query`, `any call`."""
        if self.is_http:
            return f"{_listed(self.method, 'any')} {_listed(self.path, '*')}"
        if self.service is None and self.operation is None:
            return "any AWS call"
        return f"{_listed(self.service, '*')}.{_listed(self.operation, '*')}"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When: which of the matching requests are hit, and for how long the rule stands."""

    skip: int = option(whole(0), 0)
    """So many matching requests pass first."""
    times: int | None = option(whole(1), None)
    """So many requests are hit; then all pass."""
    probability: float = option(fraction, 1.0)
    """The share of calls that are hit. Seed and content of a call decide, so a rerun hits the same ones."""
    per: str = option(one_of("call", "attempt"), "call")
    """Whether a call is chosen with all its attempts, or each attempt by itself."""
    seed: int | None = option(whole(0), None)
    duration: float | None = option(seconds, None)
    """Seconds from activation."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A fault with its pattern and schedule."""

    name: str
    pattern: RequestPattern
    schedule: Schedule
    fault: Fault
    phase: Phase
    must_hit: bool
    """Whether a rule that never hit anything is an error of whoever set it."""
    notes: tuple[str, ...] = ()
    """What is unusual about the rule though allowed, e.g. a code that the operation does not model."""

    def renamed(self, name: str) -> "Rule":
        """The same rule under another name."""
        return replace(self, name=name)

    def describe(self) -> str:
        """For people: `error ThrottlingException on bedrock-runtime.InvokeModel`."""
        late = ", after the work is done" if self.phase != self.fault.phases[0] else ""
        return f"{self.fault.describe()} on {self.pattern.describe()}{late}"


@dataclass(frozen=True, slots=True)
class _General:
    """What a rule says about itself."""

    fault: str = option(text)
    name: str | None = option(text, None)
    phase: str | None = option(one_of(*Phase), None)
    must_hit: bool = option(truth, True)


def parse_rule(data: Any) -> Rule:
    """Make a rule from its data.

    Args:
        data: A mapping as in this module's description.

    Raises:
        RuleError: Something is unknown, missing or contradictory. The message names it and the nearest valid name.
    """
    if not isinstance(data, Mapping):
        raise RuleError(f"A rule is a mapping of names to values, not {data!r}.")
    subject = f"rule {data.get('name', '')!r}" if data.get("name") else "rule"
    general = read_options(_General, data, subject)
    fault_class = _fault_class(general.fault, subject)
    _refuse_unknown_options(data, fault_class, subject)
    pattern = read_options(RequestPattern, data, subject)
    fault = read_options(fault_class, data, subject)
    _refuse_mixed_target(pattern, subject)
    phase = Phase(general.phase or fault_class.phases[0])
    if phase not in fault_class.phases:
        raise RuleError(
            f"{subject}: {fault.kind} strikes only {' or '.join(fault_class.phases)} the work is done."
        )
    schedule = read_options(Schedule, data, subject)
    rule = Rule(general.name or "", pattern, schedule, fault, phase, general.must_hit)
    return rule if rule.name else rule.renamed(rule.describe())


def matcher(pattern: RequestPattern) -> Callable[[Call], bool]:
    """Compile a pattern into a quick test of calls."""
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


def _compiled(wanted: tuple[str, ...] | None) -> Callable[[str], bool]:
    if wanted is None:
        return lambda _: True
    if any(_GLOB.search(name) for name in wanted):
        pattern = re.compile("|".join(translate(name) for name in wanted))
        return lambda name: pattern.match(name) is not None
    return frozenset(wanted).__contains__


def is_pattern(name: str) -> bool:
    """Whether a name in a rule stands for several."""
    return _GLOB.search(name) is not None


def _fault_class(kind: str, subject: str) -> type[Fault]:
    folded = kind.lower().replace(" ", "_").replace("-", "_")
    if folded not in FAULTS:
        hint = did_you_mean(folded, FAULTS)
        raise RuleError(f"{subject}: there is no fault {kind!r}.{hint} There are: {', '.join(FAULTS)}.")
    return FAULTS[folded]


def _refuse_unknown_options(data: Mapping[str, Any], fault_class: type[Fault], subject: str) -> None:
    known = [name for cls in (_General, RequestPattern, Schedule, fault_class) for name in option_names(cls)]
    for name in data:
        if name not in known:
            hint = did_you_mean(str(name), known)
            raise RuleError(
                f"{subject}: {name!r} is no option of {fault_class.kind}.{hint} It takes {', '.join(known)}."
            )


def _refuse_mixed_target(pattern: RequestPattern, subject: str) -> None:
    aws = [
        name for name in ("service", "operation", "region", "account", "attempt") if getattr(pattern, name)
    ]
    if pattern.is_http and aws:
        raise RuleError(
            f"{subject}: method and path match requests that are no AWS calls, so they can't be combined with {', '.join(aws)}."
        )


def _listed(wanted: tuple[str, ...] | None, everything: str) -> str:
    return "|".join(wanted) if wanted else everything
