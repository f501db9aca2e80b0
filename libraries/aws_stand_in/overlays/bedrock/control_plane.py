"""`bedrock`: foundation models, inference profiles and guardrails.

Imitated: a catalogue of text and embedding models, with their lists by provider, modality and kind of inference; the
system-defined inference profiles of the request's region; guardrails with a draft and numbered versions, whose policies find
words, regular expressions, sensitive information that has a form (e-mail and IP addresses, card numbers, …), denied topics
that are named or quoted, and prompts to ignore instructions.

Not imitated, answered with 501: automated reasoning of guardrails, guardrails across regions, inference profiles of
applications, and what moto does not have. Content filters find the words of a list, and contextual grounding compares words.
Customization jobs and custom models are moto's.
"""

from collections.abc import Callable, Mapping

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.overlays.bedrock.guardrail_operations import GuardrailOperations
from aws_stand_in.overlays.bedrock.guardrail_store import GuardrailStore
from aws_stand_in.overlays.bedrock.model_operations import ModelOperations
from aws_stand_in.rest_json import checked

SERVICE = "bedrock"


class BedrockOverlay(Overlay):
    """Answers the operations on models and guardrails.

    Args:
        guardrails: Keeps the guardrails.
        clock: Epoch seconds.
    """

    def __init__(self, guardrails: GuardrailStore, clock: Callable[[], float]) -> None:
        self._store = guardrails
        self._guardrails = GuardrailOperations(guardrails, clock)
        self._models = ModelOperations()

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        operations: dict[str, Handler] = {
            "ListFoundationModels": self._models.list_foundation_models,
            "GetFoundationModel": self._models.get_foundation_model,
            "ListInferenceProfiles": self._models.list_inference_profiles,
            "GetInferenceProfile": self._models.get_inference_profile,
            "CreateGuardrail": self._guardrails.create,
            "GetGuardrail": self._guardrails.get,
            "ListGuardrails": self._guardrails.list,
            "UpdateGuardrail": self._guardrails.update,
            "DeleteGuardrail": self._guardrails.delete,
            "CreateGuardrailVersion": self._guardrails.create_version,
            "*": AwsRequest.pass_on,
        }
        return {(SERVICE, operation): checked(handler) for operation, handler in operations.items()}

    def reset(self, account_id: str) -> None:
        self._store.forget(account_id)
