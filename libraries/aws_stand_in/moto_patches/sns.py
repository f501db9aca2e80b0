"""SNS, whose topics are another engine's here."""

from typing import Any

from moto.sns.models import sns_backends

from aws_stand_in.moto_topics import topics_of


def _publish_to_our_topics() -> None:
    """S3, EventBridge and others of moto publish to moto's topics; here topics are another engine's.

    The register changes its class, since moto's modules have imported it by name already.
    """
    backends: Any = sns_backends
    motos_own: Any = type(backends)

    class TopicBackends(motos_own):  # type: ignore[misc]
        def __getitem__(self, account_id: str) -> Any:
            ours = topics_of(account_id)
            return super().__getitem__(account_id) if ours is None else ours

    backends.__class__ = TopicBackends


def apply() -> None:
    """Change moto."""
    _publish_to_our_topics()
