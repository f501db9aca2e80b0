"""Moto's registers of queues and topics, replaced by our engines: moto's S3 and EventBridge deliver and publish to them."""

from collections.abc import Callable
from typing import Any

from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from aws_stand_in.moto_queues import queues_of
from aws_stand_in.moto_topics import topics_of


def _replace_backends(backends: Any, ours: Callable[[str], Any]) -> None:
    """Replace moto's backends by those of our engine.

    The register changes its class, since moto's modules have imported it by name already.

    Args:
        backends: Moto's register of a service.
        ours: Returns what we have for an account, by region; None where no stand-in serves the request.
    """
    motos_own: Any = type(backends)

    class OurBackends(motos_own):  # type: ignore[misc]
        def __getitem__(self, account_id: str) -> Any:
            found = ours(account_id)
            return super().__getitem__(account_id) if found is None else found

    backends.__class__ = OurBackends


def apply() -> None:
    """Change moto."""
    _replace_backends(sqs_backends, queues_of)
    _replace_backends(sns_backends, topics_of)
