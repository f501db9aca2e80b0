"""A template and `samconfig.toml` beside it, read and checked before anything starts."""

from pathlib import Path
from textwrap import dedent

import pytest

from application_template.errors import TemplateError
from serverless_application.preparation import TemplateSource

ACCOUNT, REGION = "000000000001", "eu-west-1"


def source(folder: Path, text: str) -> TemplateSource:
    (folder / "template.yaml").write_text(dedent(text))
    return TemplateSource(folder / "template.yaml")


def test_parameters_of_samconfig_that_the_template_does_not_have_are_ignored_and_noted(
    tmp_path: Path,
) -> None:
    read = source(
        tmp_path,
        """
        Parameters: {Greeting: {Type: String, Default: hello}}
        Resources: {Orders: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Greeting}}}
        """,
    )
    config = tmp_path / "samconfig.toml"
    config.write_text('[default.deploy.parameters]\nparameter_overrides = "Greeting=ahoy Other=x"\n')
    application, _ = read.read(ACCOUNT, REGION)
    assert application.resolve(application.resources[0], {}).properties == {"QueueName": "ahoy"}
    assert read.ignored_parameters() == [
        f"{config}: the template has no parameter 'Other'; its value is ignored, as by `sam deploy`"
    ]


def test_parameters_of_the_command_line_have_to_be_known(tmp_path: Path) -> None:
    read = source(tmp_path, "Resources: {Orders: {Type: 'AWS::SQS::Queue'}}")
    with pytest.raises(TemplateError, match="has no parameter 'Other'"):
        TemplateSource(read.path, {"Other": "x"}).read(ACCOUNT, REGION)


def test_address_blocks_of_networks_that_are_left_out_can_be_divided(tmp_path: Path) -> None:
    read = source(
        tmp_path,
        """
        Resources:
          Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
          One:
            Type: AWS::EC2::Subnet
            Properties:
              CidrBlock: !Select [0, !Cidr [!GetAtt Net.CidrBlock, 2, 8]]
              Ipv6CidrBlock: !Select [1, !Cidr [!Select [0, !GetAtt Net.Ipv6CidrBlocks], 2, 64]]
        """,
    )
    application, _ = read.read(ACCOUNT, REGION)
    assert {one.logical_id for one in application.left_out} == {"Net", "One"}


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("AWS::SQS::Queue", "QueueName"),
        ("AWS::SNS::Topic", "TopicName"),
        ("AWS::S3::Bucket", "BucketName"),
        ("AWS::SSM::Parameter", "Name"),
    ],
)
def test_two_resources_of_a_type_cannot_have_one_name(tmp_path: Path, kind: str, name: str) -> None:
    others = ", Type: String, Value: x" if name == "Name" else ""
    one = f"{{Type: '{kind}', Properties: {{{name}: orders{others}}}}}"
    with pytest.raises(TemplateError) as error:
        source(tmp_path, f"Resources: {{First: {one}, Second: {one}}}").read(ACCOUNT, REGION)
    assert str(error.value) == (
        f"{tmp_path}/template.yaml: Resources/Second: {name} 'orders' already exists in stack local, as First"
    )


def test_resources_of_several_types_can_have_one_name(tmp_path: Path) -> None:
    read = source(
        tmp_path,
        """
        Resources:
          First: {Type: AWS::SQS::Queue, Properties: {QueueName: orders}}
          Second: {Type: AWS::SNS::Topic, Properties: {TopicName: orders}}
          Third: {Type: AWS::SNS::Topic}
          Fourth: {Type: AWS::SNS::Topic}
        """,
    )
    assert len(read.read(ACCOUNT, REGION)[0].resources) == 4


def test_a_misspelt_type_comes_with_the_one_that_was_meant(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as error:
        source(tmp_path, "Resources: {Orders: {Type: 'AWS::SQS::Queeu'}}").read(ACCOUNT, REGION)
    assert str(error.value).endswith(
        "cannot be imitated: Resources/Orders (AWS::SQS::Queeu); take them out by a condition. "
        "Did you mean AWS::SQS::Queue?"
    )
