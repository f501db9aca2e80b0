"""What moto accepts without doing it: answered with 501, so that nobody mistakes silence for success.

Lambda functions that moto keeps do not run (it would need Docker), so mapping event sources to them is refused; creating and
describing them is moto's. Fault injection experiments can be described but not started: faults are injected by rules, under
`/_faults/rules`.
"""

from collections.abc import Mapping

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsResponse, NotImitatedError

_REFUSED: Mapping[tuple[str, str], str] = {
    ("lambda", "InvokeAsync"): "Functions do not run here: call the handler in your own process.",
    (
        "lambda",
        "InvokeWithResponseStream",
    ): "Functions do not run here: call the handler in your own process.",
    ("lambda", "CreateEventSourceMapping"): "Functions do not run here: poll the source in your own process.",
    ("fis", "StartExperiment"): "Inject faults by rules: POST /_faults/rules.",
}


class WithoutEffectOverlay(Overlay):
    """Refuses operations that would have no effect."""

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return dict.fromkeys(_REFUSED, _refuse)


def _refuse(request: AwsRequest) -> AwsResponse:
    call = (request.service, request.operation)
    raise NotImitatedError(".".join(call), _REFUSED[call])
