"""Failures about a value say which response the value came with."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from robot import result, running
from robot.utils import normalize

from cause_register.forms import FROM, WHERE
from ManuelAPI.client import ApiClient
from ManuelAPI.failures import describe_exchange
from ManuelEnvironment.assertion_messages import is_assertion, is_lookup

if TYPE_CHECKING:
    from requests import Response

LIBRARY = "ManuelAPI"
PASS_ON = (LIBRARY, "BuiltIn", "Collections", "DateTime", "String")
"""The libraries whose keywords return what they make of their arguments."""
VARIABLE = re.compile(r"[$@&]\{\s*(\w[\w ]*)")
NAMES_A_REQUEST = re.compile(rf"\A[A-Z]+ /|^(?:{WHERE}|{FROM})", re.MULTILINE)


class ValueOrigins:
    """A listener that remembers which response the value of each variable came with, and adds it to failures about a variable.

    What a keyword returns came with the last response to the keyword. Without one, it came with the values of its arguments or,
    if the keyword is one of this library, with the last response of all. A user keyword has variables of its own.

    By its priority it comes after the listener that words the messages of assertions.

    Args:
        client: Gets the responses.
    """

    ROBOT_LISTENER_API_VERSION = 3
    ROBOT_LISTENER_PRIORITY = -50

    def __init__(self, client: ApiClient) -> None:
        self._last: Response | None = None
        self._received = 0
        self._received_before: dict[int, int] = {}
        self._scopes: list[dict[str, Response | None]] = [{}]
        self._returned: Response | None = None
        client.observe(self._take)

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002 - the listener interface
        """Forget the variables of the test before."""
        self._scopes = [{}]
        self._last = None

    def start_library_keyword(
        self,
        data: running.Keyword,  # noqa: ARG002
        implementation: running.LibraryKeyword,  # noqa: ARG002
        result: result.Keyword,
    ) -> None:
        """Begin to look for responses."""
        self._received_before[id(result)] = self._received

    def end_library_keyword(
        self, data: running.Keyword, implementation: running.LibraryKeyword, result: result.Keyword
    ) -> None:
        """Note where the values come from that the keyword has returned; if it has failed, say which response that is about."""
        is_new = self._received > self._received_before.pop(id(result), self._received)
        own = self._last if is_new else None
        if result.failed and not NAMES_A_REQUEST.search(result.message):
            is_of_own = own is not None and implementation.owner.name == LIBRARY
            origin = own if is_of_own else self._origin_of_failure(data, implementation, result)
            if origin is not None:
                result.message += f"\n{FROM}{describe_exchange(origin)}"
        if data.assign:
            self._set(data.assign, self._origin_of_result(data, implementation) if own is None else own)

    def start_user_keyword(
        self,
        data: running.Keyword,
        implementation: running.UserKeyword,
        result: result.Keyword,  # noqa: ARG002
    ) -> None:
        """Begin a scope that has the arguments alone."""
        given = zip(implementation.args.positional_or_named, data.args, strict=False)
        self._scopes.append({_normal(name): self._origin_of([argument]) for name, argument in given})
        self._returned = None

    def end_return(self, data: running.Return, result: result.Return) -> None:  # noqa: ARG002
        """Note where the values come from that a user keyword returns."""
        self._returned = self._origin_of(data.values)

    def end_user_keyword(
        self,
        data: running.Keyword,
        implementation: running.UserKeyword,  # noqa: ARG002
        result: result.Keyword,  # noqa: ARG002
    ) -> None:
        """End the scope, and note where the values come from that the keyword has returned."""
        if len(self._scopes) > 1:
            self._scopes.pop()
        self._set(data.assign, self._returned)

    def start_for(self, data: running.For, result: result.For) -> None:  # noqa: ARG002
        """Note where the values of a loop come from."""
        self._set(data.assign, self._origin_of(data.values))

    def end_var(self, data: running.Var, result: result.Var) -> None:  # noqa: ARG002
        """Note where a value comes from that is made of others."""
        self._set([data.name], self._origin_of(data.value))

    def _take(self, response: "Response") -> None:
        self._last = response
        self._received += 1

    def _set(self, variables: Iterable[str], origin: "Response | None") -> None:
        self._scopes[-1].update(dict.fromkeys(_names_in(variables), origin))

    def _origin_of(self, texts: Iterable[object]) -> "Response | None":
        """Return where the first variable comes from that comes from a response."""
        origins = map(self._scopes[-1].get, _names_in(texts))
        return next((origin for origin in origins if origin is not None), None)

    def _origin_of_result(
        self, data: running.Keyword, implementation: running.LibraryKeyword
    ) -> "Response | None":
        if implementation.owner.name not in PASS_ON:
            return None
        origin = self._origin_of(data.args)
        return self._last if origin is None and implementation.owner.name == LIBRARY else origin

    def _origin_of_failure(
        self, data: running.Keyword, implementation: running.LibraryKeyword, result: result.Keyword
    ) -> "Response | None":
        if is_lookup(result.message):
            return self._origin_of([result.message])
        return self._origin_of(data.args) if is_assertion(implementation) else None


def _names_in(texts: Iterable[object]) -> list[str]:
    return [_normal(name) for text in texts for name in VARIABLE.findall(str(text))]


def _normal(name: str) -> str:
    """Return a name as Robot Framework compares it."""
    return str(normalize(name, ignore="_"))
