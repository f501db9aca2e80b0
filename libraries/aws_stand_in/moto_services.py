"""Moto, called directly: one request in, one response out, without its Flask applications in between.

Moto's handlers take a request object and return `(status, headers, body)`; its own server wraps them in a Flask
application per service and looks up the service of each request in the file system. The front already knows the
service, so it calls the handler itself, as moto's in-process mode does.
"""

import re
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError, UnknownServiceError
from moto.backends import get_backend
from moto.core.request import (
    PRESERVED_HEADER_NAMES_ENVIRON_KEY,
    Request,
    environ_key_for_header,
    should_preserve_original_header_name,
)
from werkzeug.exceptions import HTTPException

from aws_stand_in import wire
from aws_stand_in.accounts import DEFAULT_ACCOUNT_ID
from aws_stand_in.aws_response import AwsError, AwsResponse, MotoFailedError, NotImitatedError
from fault_engine.identification import read_body
from loopback_server.environ_keys import SENT_HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed.wsgi import WSGIEnvironment

    Handler = Callable[[Request, str, dict[str, str]], Any]
    Routes = tuple[tuple[re.Pattern[str], Handler], ...]

_loading = Lock()
"""Moto's services import each other: two threads that import them at once would see incomplete modules."""


class FrontRequest(Request):
    """A request that came over a socket, as moto's handlers expect it."""

    from_wsgi_server = True

    def get_data(self, cache: bool = True, as_text: bool = False, parse_form_data: bool = False) -> Any:  # noqa: ARG002 - werkzeug's signature
        """Return the body, which the front has read."""
        body = read_body(self.environ)
        return body.decode(errors="replace") if as_text else body


def preserve_header_names(environ: "WSGIEnvironment") -> None:
    """Give moto the headers of S3 metadata whose names contain underscores, which WSGI leaves out."""
    sent = environ.get(SENT_HEADERS, ())
    names = {
        environ_key_for_header(name): name for name, _ in sent if should_preserve_original_header_name(name)
    }
    environ[PRESERVED_HEADER_NAMES_ENVIRON_KEY] = names
    for key, name in names.items():
        environ.setdefault(key, ",".join(value for one, value in sent if one == name))


def answer(request: Request, service: str, call: str) -> AwsResponse:
    """Let moto answer a request to `service`.

    Args:
        request: The request.
        service: boto3's name of the service.
        call: Service and operation, for messages.

    Raises:
        NotImitatedError: Moto has no such service or operation.
        MotoFailedError: Moto has one, and it raised an exception.
    """
    with _loading:
        routes = _routes(service)
    handler = _find_handler(call, routes, request.raw_path)
    try:
        return _response(handler(request, request.raw_url, dict(request.headers)))
    except NotImplementedError as error:
        raise NotImitatedError(call, str(error)) from error
    except ModuleNotFoundError as error:
        raise NotImitatedError(
            call, f"Moto needs the package {error.name} for it: see moto's extras."
        ) from error
    except ClientError as error:
        return AwsResponse(400, {}, error.response["Error"]["Message"].encode())
    except (AwsError, HTTPException):
        raise
    except Exception as error:
        raise MotoFailedError(call, error) from error


def _response(result: Any) -> AwsResponse:
    status, headers, body = result if isinstance(result, tuple) else (200, {}, result)
    text_headers = {name: str(value) for name, value in headers.items() if name.lower() != "status"}
    return AwsResponse(status, text_headers, wire.encoded(body))


def _find_handler(call: str, routes: "Routes", path: str) -> "Handler":
    for pattern, handler in routes:
        if pattern.match(path):
            return handler
    raise NotImitatedError(call, f"Moto has no {path}.")


@cache
def _routes(service: str) -> "Routes":
    try:
        backends: Any = get_backend(service)[DEFAULT_ACCOUNT_ID]  # type: ignore[call-overload]
    except (KeyError, ImportError, UnknownServiceError) as error:
        raise NotImitatedError(f"the service {service}") from error
    region = "us-east-1" if "us-east-1" in backends else "aws"
    return tuple((re.compile(path), handler) for path, handler in backends[region].url_paths.items())
