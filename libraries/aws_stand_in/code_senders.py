"""Requests that can bring code which runs on this machine: programs may send them, web pages may not.

A page that a user visits can send requests to ports of this machine, by a form, an image or a script. It can't sign them in a
header unless a preflight allows that, and can't keep its browser from saying where a signed one comes from.

Source: Fetch standard (fetch.spec.whatwg.org), "CORS protocol" and "`Origin` header".
"""

from typing import TYPE_CHECKING

from aws_stand_in.aws_response import AwsError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_OF_LAMBDA = frozenset(
    {"CreateFunction", "PublishLayerVersion", "UpdateFunctionCode", "UpdateFunctionConfiguration"}
)
_THAT_READ = ("Describe", "Detect", "Estimate", "Get", "List", "Validate")
"""How the names of CloudFormation's operations begin that change nothing."""
_SIGNED = "AWS4-"


def require_program(service: str | None, operation: str | None, environ: "WSGIEnvironment") -> None:
    """Refuse a request that can bring code, if a web page can have sent it.

    Args:
        service: The service's name in boto3.
        operation: The operation.
        environ: The request.

    Raises:
        AwsError: It is not signed in its header, or has an `Origin`.
    """
    if not _can_bring_code(service, operation or ""):
        return
    is_signed = environ.get("HTTP_AUTHORIZATION", "").startswith(_SIGNED)
    if "HTTP_ORIGIN" in environ or not is_signed:
        raise AwsError(
            "AccessDeniedException",
            f"{service}.{operation} can bring code that runs on this machine: expected a request that is signed in its "
            "Authorization header and comes from no web page.",
            status=403,
        )


def _can_bring_code(service: str | None, operation: str) -> bool:
    if service == "cloudformation":
        return not operation.startswith(_THAT_READ)
    return service == "lambda" and operation in _OF_LAMBDA
