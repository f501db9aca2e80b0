"""Errors that become responses."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

GATEWAY_MESSAGES = {
    405: "Method Not Allowed",
    413: "Request Too Long",
    431: "Request Header Fields Too Large",
}


class ApiError(Exception):
    """An error that the client learns of."""

    def __init__(self, status: int, error_type: str, text: str, **more: Any) -> None:
        super().__init__(text)
        self.status = status
        self.body = {
            "error": text,
            "error_type": error_type,
            "timestamp": datetime.now(UTC).isoformat(),
            **more,
        }


class UnauthorizedError(Exception):
    """The request has no valid token."""


def invalid(field: str, problem: str, error_type: str = "validation_error") -> ApiError:
    """Return the error for a field that is wrong."""
    details = [{"field": field, "message": problem}]
    return ApiError(400, error_type, f"{field}: {problem}", details=details)


def _refused(status: int, message: str, _: HTTPException) -> ResponseReturnValue:
    return jsonify({"message": message}), status


def register(app: Flask) -> None:
    """Answer errors in JSON."""

    @app.errorhandler(ApiError)
    def _api_error(error: ApiError) -> ResponseReturnValue:
        wait = error.body.get("retry_after")
        return jsonify(error.body), error.status, {"Retry-After": str(wait)} if wait else {}

    @app.errorhandler(UnauthorizedError)
    def _unauthorized(_: UnauthorizedError) -> ResponseReturnValue:
        return jsonify({"message": "Unauthorized"}), 401

    for status, message in GATEWAY_MESSAGES.items():
        app.register_error_handler(status, partial(_refused, status, message))

    @app.errorhandler(500)
    def _unexpected(error: Any) -> ResponseReturnValue:
        cause = getattr(error, "original_exception", None) or error
        return _api_error(ApiError(500, "service_unavailable", f"{type(cause).__name__}: {cause}"))
