"""What is in the file of a load mix."""

import re
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from durations import seconds_of
from load_engine.measurement import needs_schedule, require_metric
from load_engine.population import UserStage
from load_engine.schedule import LoadStage
from load_engine.stages import parse_stage, parse_user_stage
from load_engine.thresholds import Threshold

_MOST_WORKERS = 64
_ROUTE = re.compile(r"((GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) )?/\S*")


def _threshold(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    threshold = Threshold.parse(text)
    require_metric(threshold.metric)
    return threshold


def _route(text: str) -> str:
    if not _ROUTE.fullmatch(text):
        raise ValueError(f"{text!r} is not a route. Expected a method and a path, such as POST /api/query.")
    return text


def _stage(text: Any) -> Any:
    return parse_user_stage(text) or parse_stage(text) if isinstance(text, str) else text


def _think_time(text: Any) -> Any:
    """Return the shortest and the longest time of `1 s to 3 s` or `2 s`."""
    if not isinstance(text, str):
        return text
    shortest, _, longest = text.partition(" to ")
    times = seconds_of(shortest), seconds_of(longest or shortest)
    if times[0] > times[1]:
        raise ValueError(f"{text!r} begins with the longer time")
    return times


_PARTS = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, allow_inf_nan=False)
Thresholds = tuple[Annotated[Threshold, BeforeValidator(_threshold)], ...]
Headers = dict[str, str]


class MixedRequest(BaseModel):
    """One kind of request of a mix."""

    model_config = _PARTS

    route: Annotated[str, AfterValidator(_route)]
    """Method and path, such as `POST /api/query`; `GET` if there is no method."""
    name: Annotated[str, Field(min_length=1)] | None = None
    """What reports call it; the route by default."""
    weight: Annotated[int, Field(ge=1, le=1000)] = 1
    """How often it is sent, relative to the others."""
    body: Any = None
    """A value to send as JSON."""
    headers: Headers = {}
    """Additional headers."""
    signed_in: bool = True
    """Whether it is sent with a token, if the mix has users who sign in."""
    thresholds: Thresholds = ()
    """What the response times and errors of this request must meet."""

    @property
    def label(self) -> str:
        """What reports call it."""
        return self.name or self.route

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.route.rpartition(" ")[0] or "GET"

    @property
    def path(self) -> str:
        """The path, with placeholders."""
        return self.route.rpartition(" ")[2]


class LoadMix(BaseModel):
    """Several kinds of requests, and how many of them are sent when."""

    model_config = _PARTS

    name: Annotated[str, Field(min_length=1)]
    """What reports call the measurement."""
    stages: Annotated[
        tuple[Annotated[LoadStage | UserStage, BeforeValidator(_stage)], ...], Field(min_length=1)
    ]
    """The load over time. With rates (`0/s to 50/s in 10 s`, `50/s for 1 min`) requests are sent when they are due, whether or
    not earlier ones have been answered; with users (`20 users for 1 min`) each waits for a response, and then thinks."""
    requests: Annotated[tuple[MixedRequest, ...], Field(min_length=1)]
    """The kinds of requests."""
    think_time: Annotated[tuple[float, float] | None, BeforeValidator(_think_time)] = None
    """How long a user waits before the next request: `2 s`, or `1 s to 3 s` for a random time between them; only with users."""
    signed_in_users: Annotated[int, Field(ge=0, le=1000)] = 0
    """How many users sign in; the requests are sent as these in turn, and their tokens are renewed before they expire."""
    data: Path | None = None
    """A CSV file with a header line, or a file of JSON objects, one a line (`.jsonl`); relative to the mix. The value of a
    column takes the place of `{column}` in paths and bodies, row after row and then from the start."""
    seed: int = 0
    """Another seed means another order of requests, and other think times."""
    workers: Annotated[int, Field(ge=1, le=_MOST_WORKERS)] = 1
    """How many processes send requests."""
    thresholds: Thresholds = ()
    """What all requests together must meet."""

    @model_validator(mode="after")
    def _check_together(self) -> Self:
        kinds = {type(stage) for stage in self.stages}
        if len(kinds) > 1:
            raise ValueError(
                "stages must all have rates (50/s for 10 s) or all have users (20 users for 10 s)"
            )
        if self.think_time and kinds == {LoadStage}:
            raise ValueError(
                "think_time needs stages of users, such as 20 users for 10 s: nobody waits at a rate"
            )
        thresholds = [*self.thresholds, *(each for request in self.requests for each in request.thresholds)]
        if kinds == {UserStage} and (
            unfit := next((t for t in thresholds if needs_schedule(t.metric)), None)
        ):
            raise ValueError(
                f"{unfit.text} needs stages of rates, such as 50/s for 10 s: users have no schedule to keep"
            )
        labels = [request.label for request in self.requests]
        if doubled := next((label for label in labels if labels.count(label) > 1), None):
            raise ValueError(f"two requests are called {doubled!r}: give one of them another name")
        return self

    @property
    def rate_stages(self) -> list[LoadStage]:
        """The stages if they have rates."""
        return [stage for stage in self.stages if isinstance(stage, LoadStage)]

    @property
    def most_users(self) -> int:
        """The largest number of users that are there at the same time; 0 if the stages have rates."""
        return max((max(stage.from_users, stage.to_users) for stage in self.user_stages), default=0)

    @property
    def user_stages(self) -> list[UserStage]:
        """The stages if they have users."""
        return [stage for stage in self.stages if isinstance(stage, UserStage)]
