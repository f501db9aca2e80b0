"""The control API of the stand-in, under `/_mockaws/`: health, reset, call journal, messages, publications, scripts.

| method and path | body or query | response |
|---|---|---|
| GET health | | `status`, `uptime_seconds`, `accounts` |
| POST reset | `?account_id=` one account, else all | 204 |
| GET calls | `?after=`, `?account_id=`, `?trace_id=` | `{"calls": [journal entries]}` |
| GET messages | `?queue=` name or URL, `?since=` epoch seconds, `?account_id=` | `{"messages": […]}`, without receiving them |
| GET publications | `?topic=` name or ARN, `?since=` epoch seconds, `?account_id=` | `{"publications": […]}` |
| GET outbox | `?to=` address or number, `?account_id=` | `{"messages": […]}`, which user pools have sent, with their codes |
| GET, PUT, DELETE scripts/answers | PUT: one script or a list, `?account_id=` | `{"scripts": […]}` |
| GET, PUT, DELETE scripts/transcripts | PUT: one script or a list, `?account_id=` | `{"scripts": […]}` |
| POST user-pools/clock | `{"advance_seconds": N}`, `?account_id=` | `{"now": …}`: the clock of codes, sessions and lockouts |
| DELETE user-pools/clock | `?account_id=` | 204; the clock of user pools shows the real time again |
| POST keys/POOL | | `{"keys": […]}`: a new key signs the tokens of a user pool, the old ones are published still |
| DELETE keys/POOL/old | | `{"keys": […]}`: only the key that signs is published |
| DELETE keys/POOL | | 204; the key that all pools share signs again |

A wrong request gets 400, 404 or 405 with `{"error": one line that says what is wrong}`.
"""

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args, get_origin

from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from aws_stand_in.accounts import DEFAULT_ACCOUNT_ID, is_account_id
from aws_stand_in.journal import CallJournal
from aws_stand_in.overlays.cognito.outbox import SentMessage
from aws_stand_in.overlays.cognito.pool_clock import PoolClock
from aws_stand_in.overlays.sns.publications import Publication
from aws_stand_in.overlays.sqs import QueuedMessage
from aws_stand_in.scripts import ALL_ACCOUNTS, AnswerScript, Scripts, TranscriptScript

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PREFIX = "/_mockaws/"


class ControlApi:
    """WSGI application of the control API.

    Args:
        journal: The journal to read.
        answers: Scripts of the model.
        transcripts: Scripts of the transcriber.
        messages: Returns the messages that an account's queue holds since a time; None if it has no such queue.
        publications: Returns what an account has published to a topic since a time; None if it has no such topic.
        sent_messages: Returns what an account's user pools have sent to an address or number.
        pool_clock: The clock of user pools.
        reset: Forgets one account, or all of them if called with None.
        health: Returns what `GET health` reports besides `status`.
    """

    def __init__(  # noqa: PLR0913 - one collaborator a resource
        self,
        *,
        journal: CallJournal,
        answers: Scripts[AnswerScript],
        transcripts: Scripts[TranscriptScript],
        messages: Callable[[str, str, float], Sequence[QueuedMessage] | None],
        publications: Callable[[str, str, float], Sequence[Publication] | None],
        sent_messages: Callable[[str, str], Sequence[SentMessage]],
        pool_clock: PoolClock,
        reset: Callable[[str | None], None],
        health: Callable[[], Mapping[str, object]],
    ) -> None:
        self._journal = journal
        self._scripts: dict[str, tuple[Scripts[Any], type]] = {
            "answers": (answers, AnswerScript),
            "transcripts": (transcripts, TranscriptScript),
        }
        self._messages = messages
        self._publications = publications
        self._sent_messages = sent_messages
        self._pool_clock = pool_clock
        self._reset = reset
        self._health = health
        self._routes = Map(
            [
                Rule("/_mockaws/health", endpoint=self.health, methods=["GET"]),
                Rule("/_mockaws/reset", endpoint=self.reset, methods=["POST"]),
                Rule("/_mockaws/calls", endpoint=self.calls, methods=["GET"]),
                Rule("/_mockaws/messages", endpoint=self.messages, methods=["GET"]),
                Rule("/_mockaws/publications", endpoint=self.publications, methods=["GET"]),
                Rule("/_mockaws/outbox", endpoint=self.outbox, methods=["GET"]),
                Rule("/_mockaws/user-pools/clock", endpoint=self.user_pool_clock, methods=["POST", "DELETE"]),
                Rule("/_mockaws/scripts/<kind>", endpoint=self.scripts, methods=["GET", "PUT", "DELETE"]),
                Rule("/_mockaws/keys/<pool_id>", endpoint=self.keys, methods=["POST", "DELETE"]),
                Rule("/_mockaws/keys/<pool_id>/old", endpoint=self.old_keys, methods=["DELETE"]),
            ]
        )

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one control request."""
        request = Request(environ)
        try:
            endpoint, arguments = self._match(environ)
            response: Response = endpoint(request, **arguments)
        except HTTPException as error:
            response = _json({"error": error.description or error.name}, error.code or 500)
        return response(environ, start_response)

    def _match(self, environ: "WSGIEnvironment") -> tuple[Any, Mapping[str, Any]]:
        resource = environ["PATH_INFO"].removeprefix(PREFIX)
        try:
            return self._routes.bind_to_environ(environ).match()
        except MethodNotAllowed as error:
            methods = ", ".join(sorted({*(error.valid_methods or ())} - {"HEAD"}))
            raise MethodNotAllowed(description=f"{resource} takes {methods}.") from None
        except NotFound:
            known = ", ".join(rule.rule.removeprefix(PREFIX) for rule in self._routes.iter_rules())
            raise NotFound(f"There is no resource {resource!r}. The resources are: {known}.") from None

    def health(self, _request: Request) -> Response:
        """Report that the server is up, for how long, and with how many accounts."""
        return _json({"status": "healthy", **self._health()})

    def reset(self, request: Request) -> Response:
        """Forget one account or all."""
        self._reset(_account_id(request))
        return Response(status=204)

    def calls(self, request: Request) -> Response:
        """Return journal entries."""
        entries = self._journal.entries(
            after=_whole_number(request, "after"),
            account_id=_account_id(request),
            trace_id=request.args.get("trace_id"),
        )
        return _json({"calls": [dataclasses.asdict(entry) for entry in entries]})

    def messages(self, request: Request) -> Response:
        """Return the messages in a queue."""
        queue = _require_argument(request, "queue")
        messages = self._messages(_account_id(request) or DEFAULT_ACCOUNT_ID, queue, _since(request))
        if messages is None:
            raise NotFound(f"There is no queue {queue!r} in this account.")
        return _json({"messages": [dataclasses.asdict(message) for message in messages]})

    def publications(self, request: Request) -> Response:
        """Return what was published to a topic."""
        account_id = _account_id(request) or DEFAULT_ACCOUNT_ID
        topic = _require_argument(request, "topic")
        found = self._publications(account_id, topic, _since(request))
        if found is None:
            raise NotFound(f"There is no topic {topic!r} in this account.")
        return _json({"publications": [dataclasses.asdict(publication) for publication in found]})

    def outbox(self, request: Request) -> Response:
        """Return what user pools have sent to an address or number."""
        account_id = _account_id(request) or DEFAULT_ACCOUNT_ID
        sent = self._sent_messages(account_id, _require_argument(request, "to"))
        return _json({"messages": [dataclasses.asdict(message) for message in sent]})

    def user_pool_clock(self, request: Request) -> Response:
        """Set the clock of user pools forward, or back to the real time."""
        account_id = _account_id(request) or DEFAULT_ACCOUNT_ID
        if request.method == "DELETE":
            self._pool_clock.restore(account_id)
            return Response(status=204)
        try:
            now = self._pool_clock.advance(
                account_id, float(json.loads(request.get_data())["advance_seconds"])
            )
        except (ValueError, KeyError, TypeError) as error:
            raise BadRequest(
                f'The body must be {{"advance_seconds": N}} with N of 0 or more: {error}'
            ) from error
        return _json({"now": now})

    def keys(self, request: Request, pool_id: str) -> Response:
        """Rotate the keys of a user pool, or undo that."""
        from aws_stand_in.overlays.cognito import pool_keys

        pool = _pool(pool_id)
        if request.method == "DELETE":
            pool_keys.restore(pool)
            return Response(status=204)
        pool_keys.rotate(pool)
        return Response(pool_keys.key_set(pool), content_type="application/json")

    def old_keys(self, _request: Request, pool_id: str) -> Response:
        """Withdraw the old keys of a user pool."""
        from aws_stand_in.overlays.cognito import pool_keys

        pool = _pool(pool_id)
        pool_keys.withdraw_old(pool)
        return Response(pool_keys.key_set(pool) or '{"keys": []}', content_type="application/json")

    def scripts(self, request: Request, kind: str) -> Response:
        """List, add or drop scripts."""
        if kind not in self._scripts:
            raise BadRequest(
                f"There are no scripts of kind {kind!r}. The kinds are: {', '.join(self._scripts)}."
            )
        scripts, script_type = self._scripts[kind]
        account_id = _account_id(request) or ALL_ACCOUNTS
        if request.method == "DELETE":
            scripts.forget(account_id)
        elif request.method == "PUT":
            scripts.add(_parse(request, script_type), account_id)
        return _json({"scripts": [dataclasses.asdict(script) for script in scripts.of(account_id)]})


def _pool(pool_id: str) -> Any:
    from aws_stand_in.overlays.cognito import pools

    location = pools.location_of_pool(pool_id)
    if location is None:
        raise NotFound(f"There is no user pool {pool_id!r}.")
    return location.pool


def _account_id(request: Request) -> str | None:
    account_id = request.args.get("account_id")
    if account_id is not None and not is_account_id(account_id):
        raise BadRequest(f"account_id must be 12 digits, got {account_id!r}.")
    return account_id


def _require_argument(request: Request, name: str) -> str:
    value = request.args.get(name)
    if not value:
        raise BadRequest(f"The query parameter {name} is missing.")
    return value


def _whole_number(request: Request, name: str) -> int:
    text = request.args.get(name, "0")
    if not (text.isascii() and text.isdecimal()):
        raise BadRequest(f"{name} must be a whole number, got {text!r}.")
    return int(text)


def _since(request: Request) -> float:
    text = request.args.get("since", "0")
    try:
        return float(text)
    except ValueError:
        raise BadRequest(f"since must be a number of seconds, got {text!r}.") from None


def _parse(request: Request, script_type: type) -> list[Any]:
    try:
        body = json.loads(request.get_data())
    except ValueError as error:
        raise BadRequest(f"The body is not valid JSON: {error}.") from error
    return [_script(item, script_type) for item in (body if isinstance(body, list) else [body])]


def _script(item: object, script_type: type) -> object:
    fields = {field.name: field for field in dataclasses.fields(script_type)}
    if not isinstance(item, dict):
        raise BadRequest(f"A script must be a JSON object, got {json.dumps(item)}.")
    if unknown := [name for name in item if name not in fields]:
        raise BadRequest(f"A script has no field {unknown[0]!r}. Its fields are: {', '.join(fields)}.")
    for name, field in fields.items():
        if _is_required(field) and name not in item:
            raise BadRequest(f"A script needs the field {name!r}. Its fields are: {', '.join(fields)}.")
    for name, value in item.items():
        _check_type(name, value, fields[name].type)
    try:
        return script_type(**item)
    except ValueError as error:
        raise BadRequest(f"The script is not valid: {error}.") from error


def _is_required(field: "dataclasses.Field[Any]") -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _check_type(name: str, value: object, annotation: Any) -> None:
    kinds = (
        (get_origin(annotation),) if get_origin(annotation) is list else get_args(annotation) or (annotation,)
    )
    allowed = (*kinds, int) if float in kinds else kinds
    if isinstance(value, bool) or not isinstance(value, allowed):
        names = " or ".join("null" if kind is type(None) else kind.__name__ for kind in kinds)
        raise BadRequest(f"{name} must be {names}, got {json.dumps(value)}.")


def _json(content: object, status: int = 200) -> Response:
    return Response(json.dumps(content), status, content_type="application/json")
