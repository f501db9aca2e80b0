"""The engine's HTTP control API.

| request | does |
|---|---|
| `GET rules` | reports on each rule |
| `POST rules` | activates a rule, a list of rules, or `{"rules": [...]}`: all or none |
| `DELETE rules?name=...` | ends one rule, or all if no name is given, and returns the final reports |
| `GET effects?after=N` | returns what was done to which request |
| `DELETE effects` | forgets the effects |
| `GET`, `POST`, `PATCH`, `DELETE chaos/faults` | LocalStack's chaos API: its faults |
| `GET`, `POST chaos/effects` | LocalStack's chaos API: `{"latency": <ms>}` for every call |

Replies are JSON. A request that is not valid is answered with 400 and `{"error": "..."}`.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from werkzeug import Request, Response

from fault_engine.errors import RuleError
from fault_engine.localstack import LocalStackChaos
from fault_engine.rule_set import RuleSet

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

    from fault_engine.identification import Environ

MOUNT = "/_faults"

Handlers = Mapping[str, Mapping[str, Callable[[Request], Any]]]
"""What answers a request, by resource and method."""


def control_application(rules: RuleSet) -> "WSGIApplication":
    """Return the control API of a set of rules; it may be mounted with or without its prefix `/_faults`."""
    handlers = {**_rule_handlers(rules), **_chaos_handlers(LocalStackChaos(rules))}

    def application(environ: "Environ", start_response: "StartResponse") -> Iterable[bytes]:
        status, answer = _answer(handlers, Request(environ))
        response = Response(json.dumps(answer), status, content_type="application/json")
        return response(environ, start_response)

    return application


def _answer(handlers: Handlers, request: Request) -> tuple[HTTPStatus, Any]:
    resource = request.path.removeprefix(MOUNT).strip("/")
    methods = handlers.get(resource)
    if methods is None:
        return HTTPStatus.NOT_FOUND, {"error": f"There is no {resource!r}. There are: {', '.join(handlers)}."}
    handler = methods.get(request.method)
    if handler is None:
        return HTTPStatus.METHOD_NOT_ALLOWED, {"error": f"{resource} takes {', '.join(methods)}."}
    try:
        answer = handler(request)
    except RuleError as error:
        return HTTPStatus.BAD_REQUEST, {"error": str(error)}
    is_new = (resource, request.method) == ("rules", "POST")
    return HTTPStatus.CREATED if is_new else HTTPStatus.OK, answer


def _rule_handlers(rules: RuleSet) -> Handlers:
    def post_rules(request: Request) -> Any:
        data = _json(request)
        if isinstance(data, Mapping) and "rules" in data:
            data = data["rules"]
        specs = data if isinstance(data, list) else [data]
        if not specs:
            raise RuleError("There is no rule in the body.")
        return {"rules": rules.add(*specs)}

    def delete_rules(request: Request) -> Any:
        names = request.args.getlist("name")
        return {"rules": [rules.remove(name) for name in names] if names else rules.clear()}

    def get_effects(request: Request) -> Any:
        after = request.args.get("after", "0")
        if not after.isdecimal():
            raise RuleError(f"after is {after!r}; it must be the number of an effect.")
        return {"effects": [effect.as_json() for effect in rules.journal.after(int(after))]}

    def delete_effects(_: Request) -> Any:
        rules.journal.clear()
        return {"effects": []}

    return {
        "rules": {
            "GET": lambda _: {"rules": rules.reports()},
            "POST": post_rules,
            "DELETE": delete_rules,
        },
        "effects": {"GET": get_effects, "DELETE": delete_effects},
    }


def _chaos_handlers(chaos: LocalStackChaos) -> Handlers:
    def post_faults(request: Request) -> Any:
        chaos.faults = _json(request)
        return chaos.faults

    def patch_faults(request: Request) -> Any:
        chaos.faults = [*chaos.faults, *_json_list(request)]
        return chaos.faults

    def delete_faults(request: Request) -> Any:
        unwanted = _json_list(request)
        chaos.faults = [fault for fault in chaos.faults if fault not in unwanted]
        return chaos.faults

    def post_effects(request: Request) -> Any:
        chaos.effects = _json(request)
        return chaos.effects

    return {
        "chaos/faults": {
            "GET": lambda _: chaos.faults,
            "POST": post_faults,
            "PATCH": patch_faults,
            "DELETE": delete_faults,
        },
        "chaos/effects": {"GET": lambda _: chaos.effects, "POST": post_effects},
    }


def _json_list(request: Request) -> list[Any]:
    data = _json(request)
    if not isinstance(data, list):
        raise RuleError("A chaos configuration must be a list of faults.")
    return data


def _json(request: Request) -> Any:
    try:
        return json.loads(request.get_data())
    except ValueError as error:
        raise RuleError(f"The body is not valid JSON: {error}.") from None
