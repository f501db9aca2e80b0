"""SQS, whose queues are another engine's here."""

from typing import Any

from moto.sqs.models import sqs_backends

from aws_stand_in.moto_queues import queues_of


def _deliver_to_our_queues() -> None:
    """SNS, EventBridge and S3 of moto deliver to moto's queues; here queues are another engine's.

    The register changes its class, since moto's modules have imported it by name already.
    """
    backends: Any = sqs_backends
    motos_own: Any = type(backends)

    class QueueBackends(motos_own):  # type: ignore[misc]
        def __getitem__(self, account_id: str) -> Any:
            ours = queues_of(account_id)
            return super().__getitem__(account_id) if ours is None else ours

    backends.__class__ = QueueBackends


def apply() -> None:
    """Change moto."""
    _deliver_to_our_queues()
