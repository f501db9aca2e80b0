"""Repositories of images of stacks.

Source: AWS CloudFormation Template Reference, AWS::ECR::Repository.
"""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployment import Deployment, Properties

RULES = json.dumps(
    {
        "rules": [
            {
                "rulePriority": 1,
                "selection": {
                    "tagStatus": "untagged",
                    "countType": "sinceImagePushed",
                    "countUnit": "days",
                    "countNumber": 365,
                },
                "action": {"type": "expire"},
            }
        ]
    }
)
POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ecr:GetDownloadUrlForLayer"}],
}
IMAGES: Properties = {
    "RepositoryName": "images",
    "ImageScanningConfiguration": {"ScanOnPush": "true"},
    "ImageTagMutability": "IMMUTABLE",
    "LifecyclePolicy": {"LifecyclePolicyText": RULES},
    "RepositoryPolicyText": POLICY,
    "Tags": [{"Key": "team", "Value": "tea"}],
}


@pytest.fixture
def ecr(aws: Any) -> Any:
    return aws.client("ecr")


def state_of(ecr: Any) -> dict[str, Any]:
    (found,) = ecr.describe_repositories()["repositories"]
    return {
        "scans": found["imageScanningConfiguration"]["scanOnPush"],
        "mutability": found["imageTagMutability"],
        "tags": ecr.list_tags_for_resource(resourceArn=found["repositoryArn"])["tags"],
    }


def test_a_repository_has_all_that_its_template_says(ecr: Any, deploy: Deployment) -> None:
    arn = {"Arn": {"Value": {"Fn::GetAtt": ["Images", "Arn"]}}}
    assert deploy(outputs=arn, Images=("ECR::Repository", IMAGES)) == "CREATE_COMPLETE"
    assert state_of(ecr) == {"scans": True, "mutability": "IMMUTABLE", "tags": IMAGES["Tags"]}
    rules = ecr.get_lifecycle_policy(repositoryName="images")["lifecyclePolicyText"]
    assert json.loads(rules) == json.loads(RULES)
    policy = ecr.get_repository_policy(repositoryName="images")["policyText"]
    assert json.loads(policy)["Statement"][0]["Action"] == "ecr:GetDownloadUrlForLayer"
    assert deploy.outputs == {"Arn": ecr.describe_repositories()["repositories"][0]["repositoryArn"]}


def test_a_repository_is_changed_in_place(ecr: Any, deploy: Deployment) -> None:
    deploy(Images=("ECR::Repository", IMAGES))
    assert deploy(Images=("ECR::Repository", {"RepositoryName": "images"})) == "UPDATE_COMPLETE"
    assert state_of(ecr) == {"scans": False, "mutability": "MUTABLE", "tags": []}
    with pytest.raises(ClientError, match="LifecyclePolicyNotFoundException"):
        ecr.get_lifecycle_policy(repositoryName="images")
    with pytest.raises(ClientError, match="RepositoryPolicyNotFoundException"):
        ecr.get_repository_policy(repositoryName="images")


def test_a_repository_goes_with_its_stack(ecr: Any, deploy: Deployment) -> None:
    deploy(Images=("ECR::Repository", {}))
    (found,) = ecr.describe_repositories()["repositories"]
    assert found["repositoryName"] == deploy.ids["Images"]
    assert found["repositoryName"].startswith("work-images-")
    deploy.delete()
    assert ecr.describe_repositories()["repositories"] == []
