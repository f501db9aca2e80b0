"""The engine's HTTP control API.

| request | does |
|---|---|
| `GET rules` | a report on each rule |
| `POST rules` | activates a rule, a list of rules, or `{"rules": [...]}`: all or none |
| `DELETE rules?name=...` | ends one rule, without a name all; answers the last report on each |
| `GET effects?after=N` | what was done to whom |
| `DELETE effects` | forgets the effects |
| `GET`, `POST`, `PATCH`, `DELETE chaos/faults` | LocalStack's chaos API: its faults |
| `GET`, `POST chaos/effects` | LocalStack's chaos API: `{"latency": <ms>}` for every call |

Replies are JSON; what is refused is answered 400 with `{"error": "..."}`.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from fault_engine.fields import RuleError
from fault_engine.identification import Environ, read_body
from fault_engine.localstack import LocalStackChaos

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

    from fault_engine.engine import FaultEngine

MOUNT = "/_faults"

Handler = Callable[["FaultEngine", Environ], tuple[HTTPStatus, Any]]
Handlers = Mapping[str, Mapping[str, Handler]]
"""What answers, by resource and method."""


def control_application(engine: "FaultEngine") -> "WSGIApplication":
    """Make the control API of an engine; it may be mounted with or without its prefix `/_faults`."""
    handlers = {**_HANDLERS, **_chaos_handlers(LocalStackChaos(engine))}

    def application(environ: Environ, start_response: "StartResponse") -> Iterable[bytes]:
        status, answer = _answer(engine, handlers, environ)
        body = json.dumps(answer).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response(f"{status.value} {status.phrase}", headers)
        return [body]

    return application


def _answer(engine: "FaultEngine", handlers: Handlers, environ: Environ) -> tuple[HTTPStatus, Any]:
    resource = environ.get("PATH_INFO", "").removeprefix(MOUNT).strip("/")
    methods = handlers.get(resource)
    if methods is None:
        return HTTPStatus.NOT_FOUND, {"error": f"There is no {resource!r}. There are: {', '.join(handlers)}."}
    handler = methods.get(environ["REQUEST_METHOD"])
    if handler is None:
        return HTTPStatus.METHOD_NOT_ALLOWED, {"error": f"{resource} takes {', '.join(methods)}."}
    try:
        return handler(engine, environ)
    except RuleError as error:
        return HTTPStatus.BAD_REQUEST, {"error": str(error)}


def _get_rules(engine: "FaultEngine", _: Environ) -> tuple[HTTPStatus, Any]:
    return HTTPStatus.OK, {"rules": engine.rules}


def _post_rules(engine: "FaultEngine", environ: Environ) -> tuple[HTTPStatus, Any]:
    data = _json_body(environ)
    if isinstance(data, Mapping) and "rules" in data:
        data = data["rules"]
    rules = data if isinstance(data, list) else [data]
    if not rules:
        raise RuleError("There is no rule in the body.")
    return HTTPStatus.CREATED, {"rules": engine.add(*rules)}


def _delete_rules(engine: "FaultEngine", environ: Environ) -> tuple[HTTPStatus, Any]:
    names = _query(environ).get("name")
    removed = [engine.remove(name) for name in names] if names else engine.clear()
    return HTTPStatus.OK, {"rules": removed}


def _get_effects(engine: "FaultEngine", environ: Environ) -> tuple[HTTPStatus, Any]:
    after = _query(environ).get("after", ["0"])[0]
    if not after.isdecimal():
        raise RuleError(f"after is {after!r}; allowed is the number of an effect.")
    return HTTPStatus.OK, {"effects": [effect.as_json() for effect in engine.effects(int(after))]}


def _delete_effects(engine: "FaultEngine", _: Environ) -> tuple[HTTPStatus, Any]:
    engine.journal.clear()
    return HTTPStatus.OK, {"effects": []}


def _chaos_handlers(chaos: LocalStackChaos) -> Handlers:
    def get_faults(_: "FaultEngine", __: Environ) -> tuple[HTTPStatus, Any]:
        return HTTPStatus.OK, chaos.faults

    def post_faults(_: "FaultEngine", environ: Environ) -> tuple[HTTPStatus, Any]:
        chaos.faults = _json_body(environ)
        return HTTPStatus.OK, chaos.faults

    def patch_faults(_: "FaultEngine", environ: Environ) -> tuple[HTTPStatus, Any]:
        chaos.faults = [*chaos.faults, *_json_list(environ)]
        return HTTPStatus.OK, chaos.faults

    def delete_faults(_: "FaultEngine", environ: Environ) -> tuple[HTTPStatus, Any]:
        unwanted = _json_list(environ)
        chaos.faults = [fault for fault in chaos.faults if fault not in unwanted]
        return HTTPStatus.OK, chaos.faults

    def get_effects(_: "FaultEngine", __: Environ) -> tuple[HTTPStatus, Any]:
        return HTTPStatus.OK, chaos.effects

    def post_effects(_: "FaultEngine", environ: Environ) -> tuple[HTTPStatus, Any]:
        chaos.effects = _json_body(environ)
        return HTTPStatus.OK, chaos.effects

    return {
        "chaos/faults": {
            "GET": get_faults,
            "POST": post_faults,
            "PATCH": patch_faults,
            "DELETE": delete_faults,
        },
        "chaos/effects": {"GET": get_effects, "POST": post_effects},
    }


def _json_list(environ: Environ) -> list[Any]:
    data = _json_body(environ)
    if not isinstance(data, list):
        raise RuleError("A chaos configuration is a list of faults.")
    return data


def _json_body(environ: Environ) -> Any:
    try:
        return json.loads(read_body(environ))
    except ValueError as error:
        raise RuleError(f"The body is not JSON: {error}.") from None


def _query(environ: Mapping[str, Any]) -> dict[str, list[str]]:
    return parse_qs(environ.get("QUERY_STRING", ""))


_HANDLERS: Handlers = {
    "rules": {"GET": _get_rules, "POST": _post_rules, "DELETE": _delete_rules},
    "effects": {"GET": _get_effects, "DELETE": _delete_effects},
}
