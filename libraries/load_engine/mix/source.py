"""The requests of a load mix, each a function of its number, so that all processes agree on them."""

import json
import random
import re
from collections.abc import Iterator, Sequence
from typing import Any, Self
from urllib.parse import quote

from load_engine.mix.data import Row
from load_engine.mix.model import LoadMix, MixedRequest
from load_engine.request_template import HttpRequest

NUMBER = "number"
Rows = Sequence[Row]
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_DRAWN = 10_007
"""How many choices are drawn; a prime, so that they fall on other rows and users when they begin again."""


class MixSource:
    """The requests of a mix.

    Args:
        mix: The mix.
        rows: Its data.
        base_url: The URL of the API, to which the paths are added.
        tokens: Bearer tokens that take turns.
        timeout: Seconds until an unanswered request counts as failed.
    """

    def __init__(
        self, mix: LoadMix, rows: Rows, *, base_url: str, tokens: Sequence[str], timeout: float
    ) -> None:
        self.timeout = timeout
        self.mix = mix
        self._rows = rows
        self.base_url = base_url
        self._tokens = list(tokens)
        weights = [request.weight for request in mix.requests]
        self._drawn = random.Random(mix.seed).choices(mix.requests, weights, k=_DRAWN)  # noqa: S311 - no secret
        self._filled_in: dict[tuple[str, str | None], HttpRequest] = {}

    def request_of(self, number: int) -> HttpRequest:
        """Return the request of a repetition; the same object if nothing in it changes."""
        request = self._drawn[number % _DRAWN]
        token = self._tokens[number % len(self._tokens)] if self._tokens and request.signed_in else None
        known = self._filled_in.get((request.label, token))
        return known or self._new_request(request, token, number)

    def without_tokens(self) -> Self:
        """Return the same requests for a process that sends none of them."""
        return type(self)(self.mix, self._rows, base_url=self.base_url, tokens=(), timeout=self.timeout)

    def renew(self, tokens: Sequence[str]) -> None:
        """Send these tokens from now on."""
        self._tokens = list(tokens)
        self._filled_in = {}

    def to_json(self) -> dict[str, Any]:
        """Return everything, tokens included: for a pipe to a worker, never for a file."""
        return {
            "mix": mix_to_json(self.mix),
            "rows": self._rows,
            "base_url": self.base_url,
            "tokens": self._tokens,
            "timeout": self.timeout,
        }

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Self:
        """Read what `to_json` returned."""
        return cls(LoadMix.model_validate(fields.pop("mix")), fields.pop("rows"), **fields)

    def _new_request(self, request: MixedRequest, token: str | None, number: int) -> HttpRequest:
        names = set(Placeholders.names_in(request)) | {NUMBER}
        row = {**(self._rows[number % len(self._rows)] if self._rows else {}), NUMBER: number}
        made = self._made(request, token, Placeholders({name: row[name] for name in names}))
        if not Placeholders.occur_in(request):
            self._filled_in[request.label, token] = made
        return made

    def _made(self, request: MixedRequest, token: str | None, values: "Placeholders") -> HttpRequest:
        has_body = request.body is not None
        content_type = {"Content-Type": "application/json"} if has_body else {}
        authorization = {"Authorization": f"Bearer {token}"} if token else {}
        return HttpRequest(
            request.method,
            self.base_url + values.in_path(request.path),
            {"Accept": "application/json", **content_type, **request.headers, **authorization},
            json.dumps(values.in_body(request.body)).encode() if has_body else None,
            request.label,
        )


class Placeholders:
    """Values that take the place of `{name}`.

    Args:
        values: The values by name.
    """

    def __init__(self, values: Row) -> None:
        self._values = values

    @classmethod
    def names_in(cls, request: MixedRequest) -> list[str]:
        """Return the columns that a request needs."""
        return [name for name in _names(request) if name != NUMBER]

    @classmethod
    def occur_in(cls, request: MixedRequest) -> bool:
        """Return whether a request has a placeholder."""
        return any(True for _ in _names(request))

    def in_path(self, path: str) -> str:
        """Return a path with its values, percent-encoded."""
        return _PLACEHOLDER.sub(lambda match: quote(str(self._values[match[1]]), safe=""), path)

    def in_body(self, body: Any) -> Any:
        """Return a body with its values; a string that consists of a placeholder becomes a value of any type."""
        if isinstance(body, str):
            whole = _PLACEHOLDER.fullmatch(body)
            return self._values[whole[1]] if whole else self._in_text(body)
        if isinstance(body, list):
            return [self.in_body(item) for item in body]
        return {key: self.in_body(value) for key, value in body.items()} if isinstance(body, dict) else body

    def _in_text(self, text: str) -> str:
        return _PLACEHOLDER.sub(lambda match: str(self._values[match[1]]), text)


def mix_to_json(mix: LoadMix) -> dict[str, Any]:
    """Return a mix as JSON that `LoadMix` reads."""
    return mix.model_dump(mode="json")


def _names(request: MixedRequest) -> Iterator[str]:
    for text in (request.path, *_texts(request.body)):
        yield from _PLACEHOLDER.findall(text)


def _texts(body: Any) -> Iterator[str]:
    """Yield every string of a body that is not the name of a member."""
    if isinstance(body, str):
        yield body
    elif isinstance(body, dict | list):
        for item in body.values() if isinstance(body, dict) else body:
            yield from _texts(item)
