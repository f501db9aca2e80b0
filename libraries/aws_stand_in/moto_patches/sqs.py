"""SQS, whose queues are another engine's here: S3 and EventBridge of moto deliver to them."""

from moto.sqs.models import sqs_backends

from aws_stand_in.moto_patches.registers import lead_to
from aws_stand_in.moto_queues import queues_of


def apply() -> None:
    """Change moto."""
    lead_to(sqs_backends, queues_of)
