"""What the stand-in answers itself because moto does not, or not as AWS would.

Each overlay answers some operations in place of moto or around it, and keeps its state by account. Its module's
docstring says what it imitates and what it does not.
"""

from collections.abc import Callable, Sequence

from aws_stand_in.aws_request import Overlay
from aws_stand_in.overlays.bedrock.agent import BedrockAgentOverlay
from aws_stand_in.overlays.bedrock.agent_runtime import BedrockAgentRuntimeOverlay
from aws_stand_in.overlays.bedrock.control_plane import BedrockOverlay
from aws_stand_in.overlays.bedrock.generation import Generation
from aws_stand_in.overlays.bedrock.guardrail_store import GuardrailStore
from aws_stand_in.overlays.bedrock.knowledge_base_store import KnowledgeBaseStore
from aws_stand_in.overlays.bedrock.prompt_cache import PromptCache
from aws_stand_in.overlays.bedrock.runtime import BedrockRuntimeOverlay
from aws_stand_in.overlays.bedrock.standin_model import StandInModel
from aws_stand_in.overlays.keys import KeysOverlay
from aws_stand_in.overlays.logs.log_groups import LogGroupsOverlay
from aws_stand_in.overlays.parameters import ParametersOverlay
from aws_stand_in.overlays.state_machines import StateMachinesOverlay
from aws_stand_in.overlays.without_effect import WithoutEffectOverlay
from aws_stand_in.scripts import AnswerScript, Scripts


def create_overlays(
    answers: Scripts[AnswerScript],
    clock: Callable[[], float],
    job_seconds: float,
) -> Sequence[Overlay]:
    """Make the overlays of one server, but those that others, or the control API, look into.

    Args:
        answers: what the model is told to say.
        clock: epoch seconds.
        job_seconds: how long ingestion and transcription jobs take.
    """
    knowledge_bases = KnowledgeBaseStore()
    guardrails = GuardrailStore()
    model = StandInModel(answers, PromptCache(clock))
    return (
        BedrockOverlay(guardrails, clock),
        BedrockRuntimeOverlay(model, guardrails),
        BedrockAgentOverlay(knowledge_bases, clock, job_seconds),
        BedrockAgentRuntimeOverlay(knowledge_bases, Generation(model, guardrails), clock),
        KeysOverlay(),
        StateMachinesOverlay(),
        LogGroupsOverlay(),
        ParametersOverlay(),
        WithoutEffectOverlay(),
    )
