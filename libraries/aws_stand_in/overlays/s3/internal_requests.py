"""Requests to S3 that do not come by HTTP: those of a stack for its buckets."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from aws_stand_in import wire
from aws_stand_in.aws_request import AwsRequest


def request_of(account_id: str, region: str, operation: str, parameters: Mapping[str, Any]) -> AwsRequest:
    """Return the request that boto3 would send.

    Args:
        account_id: Twelve digits: whose request it is.
        region: Where it is sent to.
        operation: The operation.
        parameters: Its parameters, as boto3 takes them.
    """
    from botocore.serialize import create_serializer
    from werkzeug.test import EnvironBuilder

    from aws_stand_in.moto_services import FrontRequest

    model: Any = wire.service_model("s3").operation_model(operation)
    written = create_serializer("rest-xml", include_validation=False).serialize_to_request(parameters, model)
    path, _, query = written["url_path"].partition("?")
    body = written["body"] or b""
    headers = {
        **written["headers"],
        "Authorization": f"AWS4-HMAC-SHA256 Credential={account_id}/20260101/{region}/s3/aws4_request, "
        "SignedHeaders=host, Signature=internal",
        "Content-MD5": base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode(),
    }
    builder = EnvironBuilder(path, method=written["method"], query_string=query, headers=headers, data=body)
    environ = builder.get_environ()
    environ["HTTP_X_MOTO_ACCOUNT_ID"] = account_id
    return AwsRequest("s3", operation, region, account_id, FrontRequest(environ))
