"""`secretsmanager`: secrets of moto, whose tags are checked before it keeps them.

Imitated: a tag has a key, and an empty value if it is given none. Everything else is moto's.
"""

import json
from collections.abc import Mapping

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.rest_json import json_object

SERVICE = "secretsmanager"


class SecretsOverlay(Overlay):
    """Refuses tags without a key, and completes those without a value: moto fails at both when it lists secrets."""

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {(SERVICE, name): self.require_tags for name in ("CreateSecret", "TagResource")}

    def require_tags(self, request: AwsRequest) -> AwsResponse:
        """Let moto keep tags that have keys."""
        tags = request.parameters.get("Tags") or []
        if not all(tag.get("Key") for tag in tags):
            raise AwsError("InvalidParameterException", "Each tag must have a key.", status=400)
        whole = [{"Key": tag["Key"], "Value": tag.get("Value") or ""} for tag in tags]
        request.replace_body(json.dumps({**json_object(request.http.get_data()), "Tags": whole}).encode())
        return request.pass_on()
