"""`cloudformation`: stacks and change sets, by moto; their tables, queues and topics are those of our engines.

Imitated: `AWS::DynamoDB::Table`, `AWS::SQS::Queue`, `AWS::SQS::QueuePolicy`, `AWS::SNS::Topic`, `AWS::SNS::TopicPolicy`,
`AWS::SNS::Subscription`, `AWS::S3::BucketPolicy`; other types of resources as far as moto has them. `cdk bootstrap`,
`cdk deploy` and `cdk destroy` work with stacks of these. What fails is rolled back, with events that tell why; an export belongs
to one stack, and stays as it is while others import it.

Not imitated: a template with other types of resources, custom resources, and changes of those above that are more than a call of
their service are refused with 501, which names them: names, keys, indexes, streams and encryption of a table, whether a queue or
topic is FIFO, subscriptions that a topic lists. Functions of a stack do not run. Stacks are made, changed and deleted before the
request is answered.
"""

from collections.abc import Mapping

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.cloudformation.engine_calls import Engine, calling

SERVICE = "cloudformation"


class CloudFormationOverlay(Overlay):
    """Lets moto keep stacks, and our engines their resources.

    Args:
        engines: The engines, by service.
    """

    def __init__(self, engines: Mapping[str, Engine]) -> None:
        self._engines = engines

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {(SERVICE, "*"): self.answer}

    def answer(self, request: AwsRequest) -> AwsResponse:
        """Let moto answer; it imports some thirty services for that, and so is changed at the first request."""
        from aws_stand_in.moto_patches import cloudformation, stack_operations
        from aws_stand_in.overlays.cloudformation.resources import RESOURCES

        cloudformation.apply(RESOURCES)
        with calling(self._engines), stack_operations.on_failure_as(request.parameters):
            return request.pass_on()
