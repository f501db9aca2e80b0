"""Operations that moto accepts without effect are refused with 501.

Functions are invoked by `Invoke`; commands run nowhere. Fault injection experiments can be described but not started: faults are
injected by rules, under `/_faults/rules`.
"""

from collections.abc import Mapping

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsResponse, NotImitatedError

_REFUSED: Mapping[tuple[str, str], str] = {
    ("lambda", "InvokeAsync"): "It is deprecated: use Invoke with the type Event.",
    ("lambda", "InvokeWithResponseStream"): "Responses are not streamed: use Invoke.",
    ("ssm", "SendCommand"): "There are no instances on which commands run.",
    ("ssm", "GetCommandInvocation"): "There are no instances on which commands run.",
    ("fis", "StartExperiment"): "Inject faults by rules: POST /_faults/rules.",
}


class WithoutEffectOverlay(Overlay):
    """Refuses operations that would have no effect."""

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return dict.fromkeys(_REFUSED, _refuse)


def _refuse(request: AwsRequest) -> AwsResponse:
    call = (request.service, request.operation)
    raise NotImitatedError(".".join(call), _REFUSED[call])
