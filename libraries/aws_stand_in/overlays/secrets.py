"""`secretsmanager`: secrets of moto, whose tags are checked before it keeps them.

Imitated: a tag has a key. Everything else is moto's.
"""

from collections.abc import Mapping

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse

SERVICE = "secretsmanager"


class SecretsOverlay(Overlay):
    """Refuses tags without a key, at which moto fails when it lists secrets."""

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {(SERVICE, name): self.require_tags for name in ("CreateSecret", "TagResource")}

    def require_tags(self, request: AwsRequest) -> AwsResponse:
        """Let moto keep tags that have keys."""
        if not all(tag.get("Key") for tag in request.parameters.get("Tags") or ()):
            raise AwsError("InvalidParameterException", "Each tag must have a key.", status=400)
        return request.pass_on()
