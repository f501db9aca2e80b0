"""SNS, whose topics are another engine's here: S3 and EventBridge of moto publish to them."""

from moto.sns.models import sns_backends

from aws_stand_in.moto_patches.registers import lead_to
from aws_stand_in.moto_topics import topics_of


def apply() -> None:
    """Change moto."""
    lead_to(sns_backends, topics_of)
