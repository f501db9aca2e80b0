"""The engine's HTTP control API.

| request | does |
|---|---|
| `GET rules` | reports on each rule |
| `POST rules` | activates a rule, a list of rules, or `{"rules": [...]}`: all or none |
| `DELETE rules?name=...` | ends one rule, or all if no name is given, and returns the final reports |
| `GET effects?after=N` | returns what was done to which request |
| `DELETE effects` | forgets the effects |
| `GET`, `POST`, `PATCH`, `DELETE chaos/faults` | LocalStack's chaos API: its faults |
| `GET attachment?worker=...` | attaches a worker for as long as the connection stays open; 409 while another is attached |
| `GET`, `POST chaos/effects` | LocalStack's chaos API: `{"latency": <ms>}` for every call |

Responses are JSON. A request that is not valid is answered with 400 and `{"error": "..."}`, and one for a fault that can't be
injected here with 501.

A header `X-Fault-Owner: <worker>/<epoch>` says whose request it is. The rules that it activates, LocalStack's included, belong to
that owner; it sees the rules and effects of its own worker and those that belong to nobody. `DELETE rules` without a name then
ends the owner's epoch: all these rules, and a request of the epoch that arrives later is refused. A request without the header
sees everything, and what it activates belongs to nobody: it ends with the next epoch that ends, whoever's that is.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from werkzeug import Request, Response

from fault_engine.attachments import Attachments
from fault_engine.errors import RuleError, UnsupportedFaultError
from fault_engine.localstack import LocalStackChaos
from fault_engine.owners import OWNER_HEADER, Owner, parse_owner
from fault_engine.rule_set import RuleSet

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

    from fault_engine.identification import Environ

CONTROL_PATH = "/_faults"

Methods = Mapping[str, Callable[[Request], Any]]
"""What answers a request to a resource, by method."""
Handlers = Mapping[str, Methods]
"""The methods of each resource."""


def control_application(rules: RuleSet, attachments: Attachments) -> "WSGIApplication":
    """Return the control API of a set of rules; it may be mounted with or without its prefix `/_faults`."""
    chaos = LocalStackChaos(rules)
    handlers = {"rules": _rule_handlers(rules), "effects": _effect_handlers(rules), **_chaos_handlers(chaos)}

    def application(environ: "Environ", start_response: "StartResponse") -> Iterable[bytes]:
        request = Request(environ)
        if (request.method, _resource(request)) == ("GET", "attachment"):
            return attachments.serve(environ, start_response)
        status, answer = _answer(handlers, request)
        response = Response(json.dumps(answer), status, content_type="application/json")
        return response(environ, start_response)

    return application


def _answer(handlers: Handlers, request: Request) -> tuple[HTTPStatus, Any]:
    resource = _resource(request)
    methods = handlers.get(resource)
    if methods is None:
        return HTTPStatus.NOT_FOUND, {"error": f"There is no {resource!r}. There are: {', '.join(handlers)}."}
    handler = methods.get(request.method)
    if handler is None:
        return HTTPStatus.METHOD_NOT_ALLOWED, {"error": f"{resource} takes {', '.join(methods)}."}
    try:
        answer = handler(request)
    except UnsupportedFaultError as error:
        return HTTPStatus.NOT_IMPLEMENTED, {"error": str(error)}
    except RuleError as error:
        return HTTPStatus.BAD_REQUEST, {"error": str(error)}
    is_new = (resource, request.method) == ("rules", "POST")
    return HTTPStatus.CREATED if is_new else HTTPStatus.OK, answer


def _resource(request: Request) -> str:
    return request.path.removeprefix(CONTROL_PATH).strip("/")


def _rule_handlers(rules: RuleSet) -> Methods:
    def post_rules(request: Request) -> Any:
        data = _json(request)
        if isinstance(data, Mapping) and "rules" in data:
            data = data["rules"]
        specs = data if isinstance(data, list) else [data]
        if not specs:
            raise RuleError("There is no rule in the body.")
        return {"rules": rules.add(*specs, owner=_owner(request))}

    def delete_rules(request: Request) -> Any:
        names, owner = request.args.getlist("name"), _owner(request)
        if names:
            return {"rules": [rules.remove(name, owner) for name in names]}
        return {"rules": rules.clear() if owner is None else rules.end(owner)}

    return {
        "GET": lambda request: {"rules": rules.reports(_owner(request))},
        "POST": post_rules,
        "DELETE": delete_rules,
    }


def _effect_handlers(rules: RuleSet) -> Methods:
    def get_effects(request: Request) -> Any:
        after = request.args.get("after", "0")
        if not after.isdecimal():
            raise RuleError(f"after is {after!r}; it must be the number of an effect.")
        effects = rules.journal.after(int(after), _owner(request))
        return {"effects": [effect.as_json() for effect in effects]}

    def delete_effects(_: Request) -> Any:
        rules.journal.clear()
        return {"effects": []}

    return {"GET": get_effects, "DELETE": delete_effects}


def _chaos_handlers(chaos: LocalStackChaos) -> Handlers:
    def get_faults(request: Request) -> Any:
        return chaos.faults(_owner(request))

    def post_faults(request: Request) -> Any:
        return chaos.set_faults(_json(request), _owner(request))

    def patch_faults(request: Request) -> Any:
        return chaos.set_faults([*get_faults(request), *_json_list(request)], _owner(request))

    def delete_faults(request: Request) -> Any:
        unwanted = _json_list(request)
        kept = [fault for fault in get_faults(request) if fault not in unwanted]
        return chaos.set_faults(kept, _owner(request))

    return {
        "chaos/faults": {
            "GET": get_faults,
            "POST": post_faults,
            "PATCH": patch_faults,
            "DELETE": delete_faults,
        },
        "chaos/effects": {
            "GET": lambda request: chaos.effects(_owner(request)),
            "POST": lambda request: chaos.set_effects(_json(request), _owner(request)),
        },
    }


def _owner(request: Request) -> Owner | None:
    return parse_owner(request.headers.get(OWNER_HEADER))


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
