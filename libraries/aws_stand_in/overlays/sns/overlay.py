"""`sns`: topics and their subscriptions, by an engine of our own (`sns_engine`), and a record of what was published.

Imitated: standard and FIFO topics with deduplication and sequence numbers; subscriptions of queues, functions that run here, and
HTTP endpoints of this machine, with confirmation, signatures, retries and dead-letter queues; filter policies by attributes and
body, with all operators and limits; raw delivery; PublishBatch; tags and policies (kept, not enforced). A retry waits 0.2 s, not
20 s.

Not imitated: SMS, mobile push, Firehose, archives and data protection (501). E-mail addresses can be subscribed and stay
unconfirmed: no mail is sent. HTTP endpoints elsewhere are never called, queues of other accounts are not reached. Messages that
AWS services publish themselves (S3 events, alarms) are delivered and not recorded.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aws_stand_in import wire
from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.overlays.sns.publications import Publication, Publications, is_named

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqs_engine import SqsEngine

SERVICE = "sns"
NOT_IMITATED_PROTOCOLS = ("sms", "application", "firehose")
NOT_IMITATED_ATTRIBUTES = ("ArchivePolicy", "ReplayPolicy", "SubscriptionRoleArn", "DataProtectionPolicy")


class SnsOverlay(Overlay):
    """Answers what the engine answers, and records what was published.

    Args:
        queues: Our queues.
        alone: Keeps every other request of an account out, until the block ends.
        clock: Epoch seconds.
    """

    def __init__(
        self,
        queues: "SqsEngine",
        alone: "Callable[[str], AbstractContextManager[None]]",
        clock: Callable[[], float] = time.time,
    ) -> None:
        from aws_stand_in.overlays.sns.delivery import TopicDelivery
        from aws_stand_in.overlays.sns.endpoint_posts import EndpointPosts
        from sns_engine import SnsEngine

        self._posts = EndpointPosts(alone)
        self._publications = Publications()
        self.engine: SnsEngine = SnsEngine(TopicDelivery(queues, self._posts), clock)

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        from sns_engine.engine import OPERATIONS

        return {
            **{(SERVICE, name): self.answer for name in OPERATIONS},
            (SERVICE, "Publish"): self.publish,
            (SERVICE, "PublishBatch"): self.publish_batch,
            (SERVICE, "*"): self.refuse,
        }

    def accounts(self) -> set[str]:
        return self.engine.accounts()

    def reset(self, account_id: str) -> None:
        self.engine.reset(account_id)
        self._publications.reset(account_id)

    def close(self) -> None:
        self._posts.close()

    def refuse(self, request: AwsRequest) -> dict[str, Any]:
        """Refuse what the engine does not know."""
        raise NotImitatedError(f"{SERVICE}.{request.operation or 'this call'}")

    def answer(self, request: AwsRequest) -> dict[str, Any]:
        """Let the engine do an operation."""
        return self._call(request, _parameters(request))

    def publish(self, request: AwsRequest) -> dict[str, Any]:
        """Publish and record one message."""
        parameters = _parameters(request)
        result = self._call(request, parameters)
        topic_arn = parameters.get("TopicArn") or parameters["TargetArn"]
        self._publications.record(request.account_id, topic_arn, [parameters])
        return result

    def publish_batch(self, request: AwsRequest) -> dict[str, Any]:
        """Publish messages, and record those that could be published."""
        parameters = _parameters(request)
        result = self._call(request, parameters)
        done = {one["Id"] for one in result["Successful"]}
        entries = [entry for entry in parameters["PublishBatchRequestEntries"] if entry["Id"] in done]
        self._publications.record(request.account_id, parameters["TopicArn"], entries)
        return result

    def publications(self, account_id: str, topic: str, since: float) -> Sequence[Publication] | None:
        """Return what was published to a topic, oldest first; None if there is no such topic.

        Args:
            account_id: 12 digits.
            topic: ARN or name; a name matches topics in all regions.
            since: Epoch seconds from which on.
        """
        found = self._publications.of(account_id, topic, since)
        if found or any(is_named(arn, topic) for arn in self.engine.topics(account_id)):
            return found
        return None

    def _call(self, request: AwsRequest, parameters: Mapping[str, Any]) -> dict[str, Any]:
        from sns_engine import SnsError

        _refuse_what_is_not_imitated(parameters)
        try:
            return self.engine.call(request.account_id, request.region, request.operation, parameters)
        except SnsError as error:
            raise AwsError(error.code, error.message, status=error.status) from error


def _parameters(request: AwsRequest) -> dict[str, Any]:
    return wire.query_parameters_of(request.http, SERVICE, request.operation)


def _refuse_what_is_not_imitated(parameters: Mapping[str, Any]) -> None:
    if parameters.get("PhoneNumber"):
        raise NotImitatedError("SMS")
    if ":endpoint/" in str(parameters.get("TargetArn", "")):
        raise NotImitatedError("endpoints of mobile devices")
    if parameters.get("Protocol") in NOT_IMITATED_PROTOCOLS:
        raise NotImitatedError(f"subscriptions of the protocol {parameters['Protocol']}")
    named = {*(parameters.get("Attributes") or ()), parameters.get("AttributeName"), *parameters}
    for name in NOT_IMITATED_ATTRIBUTES:
        if name in named:
            raise NotImitatedError(f"the attribute {name} of topics and subscriptions")
