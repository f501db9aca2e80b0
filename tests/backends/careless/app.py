"""The application: its parts, and what every response has."""

import time
import uuid

from flask import Flask, Response, g, got_request_exception, request
from flask_cors import CORS
from werkzeug.exceptions import MethodNotAllowed, RequestHeaderFieldsTooLarge

from careless import assistant, errors, health, manuals, usage
from careless.aws import Aws, trace_id
from careless.config import Config
from careless.identity import TokenVerifier
from careless.incidents import Incidents

BODY_LIMIT = 10 * 1024 * 1024
HEAD_LIMIT = 10_240
ALLOWED_METHODS = "Access-Control-Allow-Methods"
HEADERS = {
    "Server": "gunicorn/23.0.0",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Supported-Versions": ", ".join(health.SUPPORTED),
}


def create_app(config: Config) -> Flask:
    """Return the application."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
    errors.register(app)
    _add_parts(app, config)
    for part in (health, usage, manuals, assistant):
        app.register_blueprint(part.blueprint)
    app.before_request(_begin)
    app.after_request(_end)
    CORS(app)
    return app


def _add_parts(app: Flask, config: Config) -> None:
    aws = Aws(config)
    counters = usage.Usage(aws)
    library = manuals.Manuals(aws, counters.table)
    incidents = Incidents(aws)
    app.extensions |= {
        "aws": aws,
        "tokens": TokenVerifier(config),
        "usage": counters,
        "manuals": library,
        "assistant": assistant.Assistant(aws, library),
    }

    def report(_: Flask, exception: Exception) -> None:
        incidents.report(exception, g.request_id, g.get("user"))

    got_request_exception.connect(report, app, weak=False)
    aws.create_clients()
    incidents.start()


def _begin() -> None:
    g.started = time.monotonic()
    g.request_id = str(uuid.uuid4())
    g.trace_id = trace_id()
    g.version = health.wanted_version()
    if request.method == "HEAD" or not request.environ["REQUEST_METHOD"].isupper():
        raise MethodNotAllowed
    if _length_of_head() > HEAD_LIMIT:
        raise RequestHeaderFieldsTooLarge


def _length_of_head() -> int:
    return len(request.full_path) + sum(len(name) + len(value) + 4 for name, value in request.headers)


def _end(response: Response) -> Response:
    response.headers.update(HEADERS)
    response.headers["API-Version"] = g.version
    response.vary.add("Origin")
    _allow_methods(response)
    if g.version in health.DEPRECATED:
        response.headers["Deprecation"] = "@1780272000"
    response.headers["x-amzn-RequestId"] = g.request_id
    response.headers["X-Amzn-Trace-Id"] = g.trace_id
    _measure(response)
    return response


def _allow_methods(response: Response) -> None:
    allowed = response.headers.pop(ALLOWED_METHODS, None)
    if allowed and response.status_code < 400 and request.url_rule is not None:
        response.headers[ALLOWED_METHODS] = ", ".join(sorted((request.url_rule.methods or set()) - {"HEAD"}))


def _measure(response: Response) -> None:
    if not request.path.startswith("/api/") or request.method == "OPTIONS":
        return
    from flask import current_app

    aws: Aws = current_app.extensions["aws"]
    dimensions = [
        {"Name": "Stage", "Value": aws.config.stage},
        {"Name": "Operation", "Value": request.endpoint},
    ]
    values = {
        "Requests": 1.0,
        "ClientErrors": float(400 <= response.status_code < 500),
        "ServerErrors": float(response.status_code >= 500),
        "Duration": (time.monotonic() - g.started) * 1000,
    }
    aws.measure(
        [
            {
                "MetricName": name,
                "Dimensions": dimensions,
                "Value": value,
                "Unit": "Milliseconds" if name == "Duration" else "Count",
            }
            for name, value in values.items()
        ]
    )
