"""Our topics as moto's services know topics: S3, EventBridge and alarms publish to them.

Moto's services find topics in `moto.sns.models.sns_backends`, which `moto_patches` leads here. A topic that is gone does not fail
whoever publishes to it: on AWS that happens later, and elsewhere.
"""

import logging
from contextlib import AbstractContextManager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from aws_stand_in.context_values import holding

if TYPE_CHECKING:
    from sns_engine import SnsEngine
    from sns_engine.account import TopicAccount

logger = logging.getLogger(__name__)

_engine: "ContextVar[SnsEngine]" = ContextVar("sns_engine")
"""The topics of the stand-in whose request the current thread serves."""


def publishing_to(engine: "SnsEngine") -> AbstractContextManager[None]:
    """Let moto's services publish to these topics in the current thread."""
    return holding(_engine, engine)


def topics_of(account_id: str) -> "TopicRegions | None":
    """Return our topics of an account, as moto's services know topics; None where no stand-in serves the request."""
    engine = _engine.get(None)
    return None if engine is None else TopicRegions(engine, account_id)


def publish(account_id: str, region: str, topic_arn: str, message: str, subject: str) -> bool:
    """Publish a message, and return whether the topic took it.

    Args:
        account_id: Whose topic.
        region: Where.
        topic_arn: The topic.
        message: The message.
        subject: Its subject.
    """
    topics = topics_of(account_id)
    return topics is not None and topics[region].publish(message, topic_arn, subject)


class TopicRegions:
    """The topics of one account, by region."""

    def __init__(self, engine: "SnsEngine", account_id: str) -> None:
        self._engine = engine
        self._account_id = account_id

    def __getitem__(self, region: str) -> "_Backend":
        return _Backend(self._engine, self._engine.account(self._account_id, region))


class _Backend:
    """The topics of one account in one region, with the methods and arguments that moto's services use."""

    def __init__(self, engine: "SnsEngine", account: "TopicAccount") -> None:
        self._engine = engine
        self._account = account

    @property
    def topics(self) -> list[str]:
        return list(self._account.topics)

    def get_topic(self, arn: str) -> str:
        from moto.sns.exceptions import TopicNotFound

        if arn not in self._account.topics:
            raise TopicNotFound
        return arn

    def publish(self, message: str, arn: str, subject: str | None = None, **_options: object) -> bool:
        """Publish a message; return whether the topic takes it: otherwise it is lost."""
        from sns_engine import SnsError

        parameters = {"TopicArn": arn, "Message": message, **({"Subject": subject} if subject else {})}
        try:
            self._engine.call(self._account.account_id, self._account.region, "Publish", parameters)
        except SnsError as error:
            logger.warning("A message for the topic %s is lost: %s", arn, error)
            return False
        return True
