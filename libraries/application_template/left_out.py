"""Types of resources without which an application behaves the same on one machine."""

import re

LEFT_OUT = (
    "AWS::ApiGateway::Account",
    "AWS::ApiGateway::DocumentationPart",
    "AWS::ApiGateway::DocumentationVersion",
    "AWS::ApplicationAutoScaling::*",
    "AWS::ApplicationInsights::*",
    "AWS::Backup::*",
    "AWS::Budgets::*",
    "AWS::CDK::Metadata",
    "AWS::CertificateManager::*",
    "AWS::CloudFormation::WaitConditionHandle",
    "AWS::CloudFront::*",
    "AWS::CloudTrail::*",
    "AWS::CloudWatch::*",
    "AWS::CodeDeploy::*",
    "AWS::Config::*",
    "AWS::DLM::*",
    "AWS::EC2::*",
    "AWS::ECR::*",
    "AWS::Events::EventBusPolicy",
    "AWS::FIS::*",
    "AWS::GuardDuty::*",
    "AWS::IAM::*",
    "AWS::KMS::*",
    "AWS::Lambda::LayerVersionPermission",
    "AWS::Lambda::Permission",
    "AWS::Logs::MetricFilter",
    "AWS::Logs::QueryDefinition",
    "AWS::Logs::ResourcePolicy",
    "AWS::Logs::SubscriptionFilter",
    "AWS::OpenSearchServerless::*",
    "AWS::ResourceGroups::*",
    "AWS::Route53::*",
    "AWS::S3::BucketPolicy",
    "AWS::SES::*",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
    "AWS::SecretsManager::ResourcePolicy",
    "AWS::SecretsManager::RotationSchedule",
    "AWS::Signer::*",
    "AWS::Synthetics::*",
    "AWS::WAF::*",
    "AWS::WAFRegional::*",
    "AWS::WAFv2::*",
    "AWS::XRay::*",
    "Custom::CDKBucketDeployment",
    "Custom::LogRetention",
    "Custom::S3AutoDeleteObjects",
)
"""Permissions, networks, monitoring, certificates and what belongs to deployments; `*` stands for all of a service."""

_PATTERN = re.compile("|".join(re.escape(kind).replace(r"\*", ".*") for kind in LEFT_OUT))


def is_left_out(resource_type: str) -> bool:
    """Return whether resources of a type are left out.

    Example:
        >>> is_left_out("AWS::IAM::Role"), is_left_out("AWS::SQS::Queue")
        (True, False)
    """
    return _PATTERN.fullmatch(resource_type) is not None
