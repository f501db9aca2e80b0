"""`ssm`: parameters of moto, whose names are checked before it keeps them, and which are listed by all filters.

Imitated: filters by tier, data type and several keys, pages of `MaxResults` parameters. Everything else is moto's.
"""

from collections.abc import Mapping

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsResponse

SERVICE = "ssm"


class ParametersOverlay(Overlay):
    """Lets moto keep parameters, and lists them."""

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {(SERVICE, "*"): self.answer}

    def answer(self, request: AwsRequest) -> AwsResponse:
        """Let moto answer; it imports EC2 for that, and so is changed at the first request."""
        from aws_stand_in.moto_patches import ssm

        ssm.apply()
        return request.pass_on()
