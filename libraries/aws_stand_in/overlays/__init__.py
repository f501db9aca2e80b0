"""What the stand-in answers itself, because moto does not or not truly.

Each overlay's docstring says what it imitates and what it does not. Each answers some operations in moto's place
or around moto, and keeps its state by account.
"""

from collections.abc import Callable, Sequence

from aws_stand_in.aws_request import Overlay
from aws_stand_in.overlays.bedrock.agent import BedrockAgentOverlay
from aws_stand_in.overlays.bedrock.agent_runtime import BedrockAgentRuntimeOverlay
from aws_stand_in.overlays.bedrock.knowledge_base_store import KnowledgeBaseStore
from aws_stand_in.overlays.bedrock.runtime import BedrockRuntimeOverlay
from aws_stand_in.overlays.bedrock.standin_model import StandInModel
from aws_stand_in.overlays.cloudwatch import CloudWatchOverlay
from aws_stand_in.overlays.cognito.overlay import CognitoOverlay
from aws_stand_in.overlays.dynamodb import DynamoDbOverlay
from aws_stand_in.overlays.s3 import S3Overlay
from aws_stand_in.overlays.sns import SnsOverlay
from aws_stand_in.overlays.transcribe.overlay import TranscribeOverlay
from aws_stand_in.overlays.without_effect import WithoutEffect
from aws_stand_in.scripts import AnswerScript, Scripts, TranscriptScript


def create_overlays(
    answers: Scripts[AnswerScript],
    transcripts: Scripts[TranscriptScript],
    clock: Callable[[], float],
    job_seconds: float,
    sns: SnsOverlay,
) -> Sequence[Overlay]:
    """Make all overlays of one server.

    Args:
        answers: What the model is told to say.
        transcripts: What recordings are told to say.
        clock: Epoch seconds.
        sns: The overlay of SNS, whose notes the control API shows.
        job_seconds: How long ingestion and transcription jobs take.
    """
    knowledge_bases = KnowledgeBaseStore()
    model = StandInModel(answers)
    transcribe = TranscribeOverlay(transcripts, clock, job_seconds)
    return (
        BedrockRuntimeOverlay(model),
        BedrockAgentOverlay(knowledge_bases, clock, job_seconds),
        BedrockAgentRuntimeOverlay(knowledge_bases, model, clock),
        transcribe,
        CognitoOverlay(clock),
        S3Overlay(clock, transcribe.service_bucket_object),
        DynamoDbOverlay(clock),
        sns,
        CloudWatchOverlay(),
        WithoutEffect(),
    )
