"""Requests from pages of another origin: what browsers are told, service by service.

S3 applies the rules of the bucket (`bucket_cors.py`). The services of `OPEN_TO_PAGES` let pages of all origins call them and read
the responses. The others send no such headers, as on AWS, so that browsers keep their responses from pages.

A preflight is not signed and names no service, and here all services have one host. It is for S3 if its path begins with the
name of a bucket; otherwise it is for a service that is open to pages if that has such a request, and for S3 if none has.

Source: `cors` in apis/metadata.json of the AWS SDK for JavaScript v2, which says which services a page can call.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from aws_stand_in import accounts, bucket_cors, virtual_hosts
from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.bucket_cors import CorsRequest
from fault_engine.identification import identify, raw_target
from fault_engine.routes import route_table

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

OPEN_TO_PAGES = frozenset(
    {
        "acm", "apigateway", "application-autoscaling", "athena", "autoscaling", "ce", "cloudformation", "cloudfront",
        "cloudtrail", "cloudwatch", "codebuild", "codecommit", "codedeploy", "codepipeline", "cognito-identity",
        "cognito-idp", "comprehend", "config", "connect", "dynamodb", "dynamodbstreams", "ec2", "ecr", "ecs", "efs",
        "elasticache", "elasticbeanstalk", "elastictranscoder", "elb", "elbv2", "emr", "events", "firehose", "iam",
        "inspector", "iot", "iot-data", "kinesis", "kms", "lambda", "logs", "personalize", "polly", "rds", "redshift",
        "rekognition", "resource-groups", "route53", "secretsmanager", "servicecatalog", "ses", "sns", "sqs", "ssm", "sts",
        "translate", "xray",
    }
)  # fmt: skip
"""Services that a page of any origin may call."""
REST_SERVICES = ("lambda", "apigateway")
"""Those of them whose operations have paths of their own, as far as preflights are told from S3's."""
OWN_PATHS = "/_"
"""How paths of the stand-in itself begin; no bucket has such a name."""
ANY_ORIGIN = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"),
)
LONGEST_PREFLIGHT_SECONDS = 172_800


class CrossOrigin:
    """Answers preflights, and adds headers to the answers of an application to pages.

    Args:
        application: AWS.
    """

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one HTTP request."""
        if environ["PATH_INFO"].startswith(OWN_PATHS):
            return self._application(environ, start_response)
        if environ["REQUEST_METHOD"] == "OPTIONS":
            response = _preflight(environ)
            start_response(response.status_line, list(response.headers.items()))
            return response.chunks
        if "HTTP_ORIGIN" not in environ:
            return self._application(environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            own = [(name, value) for name, value in headers if not name.lower().startswith("access-control-")]
            return start_response(status, [*own, *_headers_for(environ)], exc_info)

        return self._application(environ, start)


def _preflight(environ: "WSGIEnvironment") -> AwsResponse:
    virtual_hosts.use_path_style(environ)
    path = raw_target(environ)[0]
    asked = CorsRequest(
        origin=environ.get("HTTP_ORIGIN", ""),
        method=environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD", ""),
        headers=tuple(_names(environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", ""))),
    )
    rules = _rules(path, environ)
    if rules is None and _is_open_to_pages(path, asked.method):
        return AwsResponse(200, _any_page(asked))
    return bucket_cors.preflight(rules, asked, path)


def _any_page(asked: CorsRequest) -> dict[str, str]:
    return {
        **dict(ANY_ORIGIN),
        "Access-Control-Allow-Methods": asked.method,
        "Access-Control-Allow-Headers": ",".join(asked.headers),
        "Access-Control-Max-Age": str(LONGEST_PREFLIGHT_SECONDS),
    }


def _is_open_to_pages(path: str, method: str) -> bool:
    if path in ("", "/"):
        return method == "POST"
    return bool(route_table(REST_SERVICES).find(method, path, {}, {}))


def _headers_for(environ: "WSGIEnvironment") -> Iterable[tuple[str, str]]:
    """Return the headers that tell a browser whether a page may read the answer."""
    call = identify(environ)
    if call.service in OPEN_TO_PAGES:
        return ANY_ORIGIN
    if call.service != "s3":
        return ()
    asked = CorsRequest(environ["HTTP_ORIGIN"], environ["REQUEST_METHOD"])
    return bucket_cors.cors_headers(_rules(call.path, environ) or (), asked).items()


def _names(field: str) -> Iterable[str]:
    return (name.strip().lower() for name in field.split(",") if name.strip())


def _rules(path: str, environ: "WSGIEnvironment") -> Sequence[Any] | None:
    """Return the CORS rules of the bucket that a path begins with; None if there is no such bucket."""
    from moto.s3.models import s3_backends

    from aws_stand_in.moto_patches.s3 import bucket_owners

    name = unquote(path.lstrip("/").partition("/")[0])
    access_key = accounts.access_key_of(environ)
    owners = bucket_owners.accounts_with(name)
    owner = accounts.account_of_access_key(access_key) if access_key else next(iter(owners), None)
    if owner not in owners:
        return None
    rules: Sequence[Any] = s3_backends[owner]["aws"].buckets[name].cors
    return rules
