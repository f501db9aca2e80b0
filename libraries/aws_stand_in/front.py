"""The front: what happens to a request between the socket and moto.

`request → mounted application? → which call → whose account → fault stage → account's lock → overlay or moto`,
and an entry in the call journal when the response is complete.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException

from aws_stand_in import accounts, compressed_bodies, long_polling, rpc_cbor, virtual_hosts, wire
from aws_stand_in.account_locks import AccountLocks
from aws_stand_in.aws_request import SENT_AUTHORIZATION, AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, MotoFailedError, NotImitatedError
from aws_stand_in.code_senders import require_program
from aws_stand_in.error_codes import error_code_of
from aws_stand_in.journal import CallJournal, JournalEntry
from aws_stand_in.long_polling import NothingYet, may_send_messages
from aws_stand_in.moto_errors import refusal_of
from aws_stand_in.unlocked_work import UnlockedWork
from aws_stand_in.wrong_requests import mistake_in, require_model
from fault_engine import Call, identify, rules_that_hit
from fault_engine.identification import read_body
from loopback_server.client_connection import has_hung_up
from loopback_server.leader_followers import promote_follower

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from moto.core.request import Request

logger = logging.getLogger(__name__)

ACCOUNT_KEY = "mockaws.account_id"
REGION_KEY = "mockaws.region"
TRACE_ID_KEY = "HTTP_X_AMZN_TRACE_ID"
DEFAULT_REGION = "us-east-1"


class AwsFront:
    """AWS as one WSGI application.

    Args:
        locks: keep requests of one account apart.
        overlays: what answers in moto's place.
        journal: where every attempt is written down.
        mounts: other applications, by the path prefix they are served under.
        fault_stage: wraps the AWS part; None for no faults.
        serving: tells moto whose request the current thread serves, at which URL and in which trace, until the block ends.
        find_unsigned: attributes a request without a signature to `(account, region)`, or returns None.
    """

    def __init__(  # noqa: PLR0913 - what it is assembled from
        self,
        *,
        locks: AccountLocks,
        overlays: Sequence[Overlay],
        journal: CallJournal,
        mounts: "Mapping[str, WSGIApplication]",
        fault_stage: "Callable[[WSGIApplication], WSGIApplication] | None",
        serving: Callable[[str, str, str | None], AbstractContextManager[None]],
        find_unsigned: "Callable[[Call, WSGIEnvironment], tuple[str, str] | None]",
    ) -> None:
        self._locks = locks
        self._journal = journal
        self._mounts = dict(mounts)
        self._serving = serving
        self._find_unsigned = find_unsigned
        self._handlers: dict[tuple[str, str], Handler] = {}
        for overlay in overlays:
            self._handlers.update(overlay.handlers())
        self._aws = fault_stage(self._serve) if fault_stage else self._serve

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one HTTP request."""
        path = environ["PATH_INFO"]
        for prefix, application in self._mounts.items():
            if path.startswith(prefix):
                return application(environ, start_response)
        return self._journalled(environ, start_response)

    def _journalled(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        read_body(environ)
        virtual_hosts.use_path_style(environ)
        call = identify(environ)
        account_id, region = self._attribute(call, environ)
        environ[ACCOUNT_KEY] = account_id
        environ[REGION_KEY] = region
        record = _Record(self._journal, call, environ)
        return record.keep(self._aws, start_response)

    def _attribute(self, call: Call, environ: "WSGIEnvironment") -> tuple[str, str]:
        access_key = call.access_key_id or accounts.access_key_of(environ)
        if access_key:
            return accounts.account_of_access_key(access_key), call.region or DEFAULT_REGION
        return self._find_unsigned(call, environ) or (accounts.DEFAULT_ACCOUNT_ID, DEFAULT_REGION)

    def _serve(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        response = self._respond(identify(environ), environ)
        start_response(response.status_line, list(response.headers.items()))
        return response.chunks

    def _respond(self, call: Call, environ: "WSGIEnvironment") -> AwsResponse:
        account_id = environ[ACCOUNT_KEY]
        seen, resets = self._locks.changes(account_id), self._locks.resets(account_id)
        first = self._answer_alone(call, environ)
        if isinstance(first, UnlockedWork):
            promote_follower()
            return _answer(call, environ, first.work)
        if not isinstance(first, NothingYet):
            return first
        promote_follower()

        def look_again(seconds: float) -> AwsResponse:
            nonlocal seen
            self._locks.wait_for_change(account_id, seen, seconds)
            seen = self._locks.changes(account_id)
            if self._locks.resets(account_id) != resets or _client_is_gone(environ):
                return first.final()
            response = self._answer_alone(call, environ)
            if isinstance(response, NothingYet) and self._locks.are_released:
                return response.final()
            return response

        return long_polling.poll(first, look_again)

    def _answer_alone(self, call: Call, environ: "WSGIEnvironment") -> AwsResponse:
        account_id = environ[ACCOUNT_KEY]
        trace_id = environ.get(TRACE_ID_KEY)
        with self._locks.hold(account_id), self._serving(account_id, _endpoint_url(environ), trace_id):
            response = _answer(call, environ, lambda: self._handle(call, environ))
            if not isinstance(response, NothingYet) and may_send_messages(
                call.service or "", call.operation or ""
            ):
                self._locks.announce_change(account_id)
            return response

    def _handle(self, call: Call, environ: "WSGIEnvironment") -> AwsResponse:
        require_program(call.service, call.operation, environ)
        request = _aws_request(call, environ)
        require_model(request)
        handler = (
            self._handlers.get((request.service, request.operation))
            or self._handlers.get((request.service, "*"))
            or AwsRequest.pass_on
        )
        try:
            answer = handler(request)
        finally:
            request.http.close()
        response = answer if isinstance(answer, AwsResponse) else request.respond(answer)
        return rpc_cbor.translate_response(call, response) if rpc_cbor.speaks_cbor(call) else response


def _answer(call: Call, environ: "WSGIEnvironment", work: Callable[[], AwsResponse]) -> AwsResponse:
    try:
        return work()
    except MotoFailedError as error:
        return wire.serialize_error(_refusal_of_failed(call, environ, error), call)
    except AwsError as error:
        return wire.serialize_error(error, call)
    except HTTPException as error:  # raised by moto's backends, which overlays use
        return AwsResponse(error.code or 500, dict(error.get_headers()), error.get_body().encode())
    except Exception as error:
        refusal = mistake_in(_aws_request(call, environ)) or _defect(call, error)
        return wire.serialize_error(refusal, call)


def _client_is_gone(environ: "WSGIEnvironment") -> bool:
    client = environ.get("werkzeug.socket")
    return client is not None and has_hung_up(client)


def _endpoint_url(environ: "WSGIEnvironment") -> str:
    """Return the URL of the server, whatever host name the client has used."""
    return f"{environ['wsgi.url_scheme']}://{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"


def _refusal_of_failed(call: Call, environ: "WSGIEnvironment", error: MotoFailedError) -> AwsError:
    request = _aws_request(call, environ)
    return mistake_in(request) or refusal_of(request, error) or _failed(error)


def _failed(error: MotoFailedError) -> AwsError:
    logger.error("%s", error, exc_info=error.__cause__)
    return error


def _defect(call: Call, error: Exception) -> AwsError:
    logger.error("%s could not be answered.", call.name, exc_info=error)
    return AwsError(
        "InternalFailure",
        f"The AWS stand-in failed at {call.name}: {type(error).__name__}: {error}. "
        "This is a defect of the stand-in, not of the caller.",
        status=500,
    )


def _aws_request(call: Call, environ: "WSGIEnvironment") -> AwsRequest:
    if call.service is None:
        raise NotImitatedError(
            f"{call.name}, which is not recognised as an AWS call",
            "Is the client an AWS SDK, and is the path of its endpoint empty?",
        )
    compressed_bodies.decompress(call, environ)
    if rpc_cbor.speaks_cbor(call):
        rpc_cbor.translate_request(call, environ)
    return AwsRequest(
        service=call.service,
        operation=call.operation or "",
        region=environ[REGION_KEY],
        account_id=environ[ACCOUNT_KEY],
        http=_request(environ, call.service),
    )


def _request(environ: "WSGIEnvironment", service: str) -> "Request":
    """Build moto's request, and tell moto what the front has found out."""
    from aws_stand_in.moto_services import FrontRequest, preserve_header_names

    account_id, region = environ[ACCOUNT_KEY], environ[REGION_KEY]
    environ["wsgi.input"].seek(0)
    environ["HTTP_X_MOTO_ACCOUNT_ID"] = account_id
    preserve_header_names(environ)
    environ.setdefault(SENT_AUTHORIZATION, environ.get("HTTP_AUTHORIZATION", ""))
    if not accounts.access_key_of(environ) and service != "s3":
        environ["HTTP_AUTHORIZATION"] = (
            f"AWS4-HMAC-SHA256 Credential={account_id}/20260101/{region}/{service}/aws4_request, "
            "SignedHeaders=host, Signature=unsigned"
        )
    return FrontRequest(environ)


class _Record:
    """Follows one attempt to its last byte and then writes its journal entry."""

    def __init__(self, journal: CallJournal, call: Call, environ: "WSGIEnvironment") -> None:
        self._journal = journal
        self._call = call
        self._environ = environ
        self._number = journal.next_number()
        self._started_at = time.time()
        self._clock = time.perf_counter()
        self._status: int | None = None
        self._headers: dict[str, str] = {}

    def keep(self, application: "WSGIApplication", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            self._status = int(status.split(" ", 1)[0])
            self._headers = {name.lower(): value for name, value in headers}
            return start_response(status, headers, exc_info)

        try:
            body = application(self._environ, start)
        except BaseException:
            self._status = None
            self._write(b"")
            raise
        if isinstance(body, (list, tuple)):
            self._write(b"".join(body))
            return body
        return self._until_the_end(body)

    def _until_the_end(self, body: Iterable[bytes]) -> Iterator[bytes]:
        beginning = b""
        try:
            for chunk in body:
                beginning = beginning or chunk
                yield chunk
        except BaseException:
            self._status = None
            raise
        finally:
            self._write(beginning)
            getattr(body, "close", lambda: None)()

    def _write(self, body: bytes) -> None:
        call = self._call
        self._journal.add(
            JournalEntry(
                number=self._number,
                started_at=self._started_at,
                duration_ms=round((time.perf_counter() - self._clock) * 1000, 3),
                service=call.service or "",
                operation=call.operation or "",
                region=call.region or "",
                account_id=self._environ[ACCOUNT_KEY],
                invocation_id=call.invocation_id or "",
                attempt=call.attempt,
                trace_id=call.trace_id or "",
                status=self._status,
                error_code=error_code_of(self._status, self._headers, body),
                fault_rule=", ".join(rules_that_hit(self._environ)) or None,
            )
        )
