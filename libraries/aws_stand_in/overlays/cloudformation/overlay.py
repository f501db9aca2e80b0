"""`cloudformation`: stacks and change sets, on moto's; resources that backends need most are kept by their own services.

Imitated: `AWS::ApiGateway::Account`, `AWS::ApiGateway::Authorizer`, `AWS::ApiGateway::Deployment`, `AWS::ApiGateway::Method`,
`AWS::ApiGateway::Resource`, `AWS::ApiGateway::RestApi`, `AWS::ApiGateway::Stage`, `AWS::CloudWatch::Alarm`,
`AWS::Cognito::UserPool`, `AWS::Cognito::UserPoolClient`, `AWS::Cognito::UserPoolDomain`, `AWS::Cognito::UserPoolGroup`,
`AWS::DynamoDB::Table`, `AWS::ECR::Repository`, `AWS::Events::EventBus`, `AWS::Events::Rule`, `AWS::IAM::ManagedPolicy`,
`AWS::IAM::Policy`, `AWS::IAM::Role`, `AWS::KMS::Key`, `AWS::Kinesis::Stream`, `AWS::Lambda::Alias`,
`AWS::Lambda::EventSourceMapping`, `AWS::Lambda::Function`, `AWS::Lambda::LayerVersion`, `AWS::Lambda::Permission`,
`AWS::Lambda::Version`, `AWS::Logs::LogGroup`, `AWS::S3::Bucket`, `AWS::S3::BucketPolicy`, `AWS::SNS::Subscription`,
`AWS::SNS::Topic`, `AWS::SNS::TopicPolicy`, `AWS::SQS::Queue`, `AWS::SQS::QueuePolicy`, `AWS::SSM::Parameter`,
`AWS::SecretsManager::Secret`, by the operations of their services; other types as far as moto has them. `cdk bootstrap`, `cdk
deploy` and `cdk destroy` work with stacks of these. What fails is rolled back, with events that tell why, and a rollback that
fails can be continued; an export belongs to one stack, and stays as it is while others import it. Wrong parameters, missing
capabilities and updates that change nothing are refused in AWS's words, and so is deleting a stack that is protected.

Not imitated: a template with other types of resources, custom resources, wait conditions, properties that would have no effect,
whatever keeps the resource, and changes that are more than a call of a service are refused with 501, which names them: names,
keys, indexes, streams and encryption of a table, whether a queue or topic is FIFO, subscriptions that a topic lists, most
properties of types that moto keeps. So are change sets that import resources. APIs of a stack do not answer. Some types of
moto's, such as `AWS::EC2::RouteTable`, stay behind when their stack is deleted. Stacks are made, changed and deleted before the
request is answered.
"""

import importlib
from collections.abc import Mapping
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.cloudformation.engine_calls import Engine, calling

SERVICE = "cloudformation"
_PACKAGE = "aws_stand_in.overlays.cloudformation"
_ANSWERS: Mapping[str, tuple[str, ...]] = {
    "change_sets": (
        "create_change_set", "delete_change_set", "describe_change_set", "execute_change_set", "list_change_sets",
    ),
    "descriptions": (
        "describe_account_limits", "describe_stack_events", "describe_stack_resource", "describe_stack_resources",
        "describe_stacks", "get_template", "get_template_summary", "list_imports", "list_stack_resources", "list_stacks",
        "validate_template",
    ),
    "stack_requests": (
        "cancel_update_stack", "continue_update_rollback", "create_stack", "delete_stack", "get_stack_policy", "rollback_stack",
        "set_stack_policy", "update_stack", "update_termination_protection",
    ),
}  # fmt: skip
"""The functions that answer, by module; moto is imported by them, and so they are at the first request."""


class CloudFormationOverlay(Overlay):
    """Lets moto keep stacks, and our engines their resources.

    Args:
        engines: The engines, by service.
    """

    def __init__(self, engines: Mapping[str, Engine]) -> None:
        self._engines = engines

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        answered = {
            (SERVICE, _operation(name)): self._answering(module, name)
            for module, names in _ANSWERS.items()
            for name in names
        }
        return {**answered, (SERVICE, "*"): self.pass_on}

    def pass_on(self, request: AwsRequest) -> AwsResponse | dict[str, Any]:
        """Let moto answer."""
        return self._with_stacks(request, AwsRequest.pass_on)

    def _answering(self, module: str, name: str) -> Handler:
        def answer(request: AwsRequest) -> AwsResponse | dict[str, Any]:
            found: Handler = getattr(importlib.import_module(f"{_PACKAGE}.{module}"), name)
            return self._with_stacks(request, found)

        return answer

    def _with_stacks(self, request: AwsRequest, answer: Handler) -> AwsResponse | dict[str, Any]:
        """Answer with moto's CloudFormation, which imports some thirty services, and so is changed at the first request."""
        from aws_stand_in.moto_patches import cloudformation, failure_options, stack_events
        from aws_stand_in.overlays.cloudformation.resources import RESOURCES

        cloudformation.apply(RESOURCES)
        chosen = failure_options.said_by(request.parameters)
        with (
            calling(self._engines),
            failure_options.choosing(chosen),
            stack_events.of_request(request.parameters),
        ):
            return answer(request)


def _operation(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
