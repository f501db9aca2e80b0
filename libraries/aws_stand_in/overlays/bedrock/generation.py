"""An answer of the model between two looks of a guardrail."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.bedrock.conversation import Conversation
from aws_stand_in.overlays.bedrock.converse_rules import check_model
from aws_stand_in.overlays.bedrock.guardrail_grounding import Grounding
from aws_stand_in.overlays.bedrock.guardrail_store import GuardrailStore
from aws_stand_in.overlays.bedrock.guardrails import GuardrailAssessment, assess
from aws_stand_in.overlays.bedrock.model_ids import ModelId
from aws_stand_in.overlays.bedrock.standin_model import StandInAnswer, StandInModel

INTERVENED = "guardrail_intervened"


@dataclass(frozen=True, slots=True)
class Generated:
    """The outcome of a request.

    Attributes:
        answer: The answer that is returned.
        input_assessment: The guardrail's assessment of the request; None without a guardrail.
        output_assessment: Its assessment of the model's answer; None if the model was not called.
        original: The text that the model generated.
    """

    answer: StandInAnswer
    input_assessment: GuardrailAssessment | None = None
    output_assessment: GuardrailAssessment | None = None
    original: str = ""

    @property
    def has_intervened(self) -> bool:
        """Whether the guardrail has changed anything."""
        return any(
            assessment.has_intervened
            for assessment in (self.input_assessment, self.output_assessment)
            if assessment
        )

    @property
    def trace(self) -> dict[str, Any]:
        """The guardrail's assessments; empty without a guardrail."""
        if self.input_assessment is None:
            return {}
        identity = self.input_assessment.guardrail["guardrailId"]
        trace: dict[str, Any] = {"inputAssessment": {identity: self.input_assessment.report}}
        reason = self.input_assessment.action_reason
        if self.output_assessment is not None:
            trace["modelOutput"] = [self.original]
            trace["outputAssessments"] = {identity: [self.output_assessment.report]}
            reason = self.output_assessment.action_reason if self.output_assessment.has_intervened else reason
        return {"guardrail": {**trace, "actionReason": reason}}


def blocked(input_assessment: GuardrailAssessment) -> Generated:
    """Return the outcome of a request that the guardrail blocks."""
    return Generated(StandInAnswer(input_assessment.text, INTERVENED), input_assessment)


class Generation:
    """Asks the model, under a guardrail if the request names one.

    Args:
        model: Answers.
        guardrails: The guardrails that there are.
    """

    def __init__(self, model: StandInModel, guardrails: GuardrailStore) -> None:
        self._model = model
        self._guardrails = guardrails

    def generate(
        self,
        request: AwsRequest,
        model: ModelId,
        conversation: Conversation,
        guardrail: Mapping[str, Any] | None,
    ) -> Generated:
        """Answer a conversation.

        Args:
            request: The request, for its account and region.
            model: The model that is asked.
            conversation: What it is asked.
            guardrail: The guardrail, as `guardrail` returns it; None for none.
        """
        check_model(conversation, model.described)
        if guardrail is None:
            return self.answer(request, model, conversation, None)
        input_assessment = assess(guardrail, conversation.guarded_text, "INPUT")
        if input_assessment.is_blocked:
            return blocked(input_assessment)
        return self.answer(
            request,
            model,
            conversation.masked(input_assessment.masked),
            input_assessment,
            conversation.grounding,
        )

    def answer(
        self,
        request: AwsRequest,
        model: ModelId,
        conversation: Conversation,
        input_assessment: GuardrailAssessment | None,
        grounding: Grounding | None = None,
    ) -> Generated:
        """Answer a conversation that is judged already; the guardrail looks at the answer only.

        Args:
            request: The request, for its account and region.
            model: The model that is asked.
            conversation: What it is asked, masked.
            input_assessment: The guardrail's assessment of the request; None without a guardrail.
            grounding: What the guardrail compares the answer with; None for nothing.
        """
        answer = self._model.answer(request.account_id, model.id, conversation)
        if input_assessment is None:
            return Generated(answer)
        assessment = assess(input_assessment.guardrail, answer.text, "OUTPUT", grounding)
        returned = answer
        if assessment.has_intervened:
            returned = replace(answer, text=assessment.text, stop_reason=INTERVENED)
        return Generated(returned, input_assessment, assessment, answer.text)

    def guardrail(self, request: AwsRequest, identifier: str, version: str) -> Mapping[str, Any] | None:
        """Return the guardrail that a request names; None if it names none.

        Raises:
            AwsError: ValidationException: There is no such guardrail, or no such version of it.
        """
        if not identifier and not version:
            return None
        if not identifier or not version:
            raise AwsError(
                "ValidationException",
                "Both guardrailIdentifier and guardrailVersion must be provided, or neither.",
                status=400,
            )
        found = self._guardrails.version(request.account_id, request.region, identifier, version)
        if found is None:
            raise AwsError(
                "ValidationException",
                "The guardrail identifier or version provided in the request does not exist.",
                status=400,
            )
        return found
