"""Nested stacks: which resources, values and outputs they have, and what a mistake in them is called."""

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from application_template.application import CreatedResource, ResolvedTemplate
from application_template.errors import TemplateError
from application_template.local_files import code_path
from application_template.parameters import StackIdentity
from application_template.reading import read_application

IDENTITY = StackIdentity("shop", "eu-west-1", "000000000001")


def write(folder: Path, **templates: str) -> Path:
    """Write templates into a folder, and return the path of `parent.yaml`."""
    for name, text in templates.items():
        (folder / f"{name}.yaml").write_text(dedent(text), encoding="utf-8")
    return folder / "parent.yaml"


def read(folder: Path, **templates: str) -> ResolvedTemplate:
    return read_application(write(folder, **templates), IDENTITY)


def properties(
    application: ResolvedTemplate, created: dict[str, CreatedResource] | None = None
) -> dict[str, Any]:
    """Return the properties of the resources by logical id."""
    return {
        resource.logical_id: application.resolve(resource, created or {}).properties
        for resource in application.resources
    }


def created_queue(logical_id: str) -> dict[str, CreatedResource]:
    url = f"http://127.0.0.1/1/{logical_id.lower()}"
    return {
        logical_id: CreatedResource(logical_id, "AWS::SQS::Queue", url, attributes={"Arn": "arn:created"})
    }


PARENT = """
Resources:
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: orders}}
  Users:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: child.yaml, Parameters: {Target: !Ref Queue}}
Outputs:
  Topic: {Value: !GetAtt Users.Outputs.TopicName}
  Line: {Value: !Sub 'topic ${Users.Outputs.TopicName} of ${Users}'}
"""
CHILD = """
Parameters:
  Target: {Type: String}
  Size: {Type: Number, Default: 3}
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub 'users-${Size}', DisplayName: !Ref Target}}
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt Topic.TopicName}}
Outputs:
  TopicName: {Value: !GetAtt Topic.TopicName}
"""


def test_resources_of_a_stack_have_its_name_before_theirs(tmp_path: Path) -> None:
    assert set(properties(read(tmp_path, parent=PARENT, child=CHILD))) == {
        "Queue",
        "UsersQueue",
        "UsersTopic",
    }


def test_parameters_have_the_values_of_created_resources(tmp_path: Path) -> None:
    application = read(tmp_path, parent=PARENT, child=CHILD)
    topic = properties(application, created_queue("Queue"))["UsersTopic"]
    assert topic == {"TopicName": "users-3", "DisplayName": "http://127.0.0.1/1/queue"}


def test_outputs_are_values_of_the_parent(tmp_path: Path) -> None:
    application = read(tmp_path, parent=PARENT, child=CHILD)
    created = {
        "UsersTopic": CreatedResource("UsersTopic", "AWS::SNS::Topic", "arn", attributes={"TopicName": "u"})
    }
    outputs = application.resolve_outputs(created)
    assert outputs["Topic"] == "u"
    assert outputs["Line"].startswith(
        "topic u of arn:aws:cloudformation:eu-west-1:000000000001:stack/shop-Users-"
    )


def test_what_needs_an_output_is_created_after_it(tmp_path: Path) -> None:
    parent = PARENT.replace("Outputs:", "  After: {Type: AWS::SQS::Queue, DependsOn: Users}\nOutputs:")
    names = [resource.logical_id for resource in read(tmp_path, parent=parent, child=CHILD).resources]
    assert names.index("After") > max(names.index("UsersTopic"), names.index("UsersQueue"))
    assert names.index("Queue") < names.index("UsersTopic")


def test_a_stack_of_a_stack_and_a_list(tmp_path: Path) -> None:
    middle = """
        Parameters: {Target: {Type: String}}
        Resources:
          Inner:
            Type: AWS::CloudFormation::Stack
            Properties: {TemplateURL: inner.yaml, Parameters: {Names: !Join [',', [first, !Ref Target]]}}
        Outputs: {TopicName: {Value: !GetAtt Inner.Outputs.Second}}
    """
    inner = """
        Parameters: {Names: {Type: CommaDelimitedList}}
        Resources: {Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Select [1, !Ref Names]}}}
        Outputs: {Second: {Value: !Select [1, !Ref Names]}}
    """
    application = read(tmp_path, parent=PARENT, child=middle, inner=inner)
    created = created_queue("Queue")
    assert properties(application, created)["UsersInnerTopic"] == {"DisplayName": "http://127.0.0.1/1/queue"}
    assert application.resolve_outputs(created)["Topic"] == "http://127.0.0.1/1/queue"


def test_stacks_that_need_each_others_outputs_are_read_in_their_order(tmp_path: Path) -> None:
    parent = """
        Resources:
          Second:
            Type: AWS::CloudFormation::Stack
            Properties: {TemplateURL: child.yaml, Parameters: {Target: !GetAtt First.Outputs.TopicName}}
          First:
            Type: AWS::CloudFormation::Stack
            Properties: {TemplateURL: child.yaml, Parameters: {Target: here, Size: 4}}
    """
    made = properties(read(tmp_path, parent=parent, child=CHILD))
    assert made["FirstTopic"] == {"TopicName": "users-4", "DisplayName": "here"}
    assert made["SecondTopic"]["DisplayName"].endswith("-TopicName")


CONDITIONAL = """
Parameters: {Target: {Type: String, Default: none}}
Mappings: {Names: {none: {Name: unnamed}}}
Conditions: {IsNamed: !Not [!Equals [!Ref Target, none]]}
Resources:
  Topic: {Type: AWS::SNS::Topic, Condition: IsNamed, Properties: {DisplayName: !Ref Target}}
  Queue:
    Type: AWS::SQS::Queue
    DependsOn: Topic
    Properties: {QueueName: !If [IsNamed, !Ref Target, !FindInMap [Names, !Ref Target, Name]]}
Outputs:
  TopicName: {Condition: IsNamed, Value: !GetAtt Topic.TopicName}
"""
WITHOUT_ARGUMENTS = """
Conditions: {IsNamed: !Equals [a, b]}
Resources:
  Users: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}
Outputs:
  Topic: {Value: !If [IsNamed, !GetAtt Users.Outputs.TopicName, none]}
"""


def test_conditions_and_mappings_are_those_of_the_stack(tmp_path: Path) -> None:
    application = read(tmp_path, parent=WITHOUT_ARGUMENTS, child=CONDITIONAL)
    assert properties(application) == {"UsersQueue": {"QueueName": "unnamed"}}
    assert application.resolve_outputs({}) == {"Topic": "none"}
    named = read(tmp_path, parent=PARENT, child=CONDITIONAL)
    assert set(properties(named)) == {"Queue", "UsersQueue", "UsersTopic"}


def test_a_stack_whose_condition_does_not_hold_has_no_resources(tmp_path: Path) -> None:
    parent = WITHOUT_ARGUMENTS.replace("Stack, P", "Stack, Condition: IsNamed, P").replace(
        "Resources:", "Resources:\n  Queue: {Type: AWS::SQS::Queue}"
    )
    assert set(properties(read(tmp_path, parent=parent, child=CONDITIONAL))) == {"Queue"}


def test_code_is_beside_the_template_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "users" / "src").mkdir(parents=True)
    (tmp_path / "users" / "template.yaml").write_text(
        "Transform: AWS::Serverless-2016-10-31\n"
        "Parameters: {Target: {Type: String, Default: none}}\n"
        "Resources: {Get: {Type: AWS::Serverless::Function, Properties: "
        "{CodeUri: src, Handler: app.handler, Runtime: python3.12, Environment: {Variables: {TARGET: !Ref Target}}}}}\n"
    )
    parent = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Queue: {Type: AWS::SQS::Queue}
          Users:
            Type: AWS::Serverless::Application
            Properties: {Location: users/template.yaml, Parameters: {Target: !GetAtt Queue.Arn}}
    """
    function = properties(read(tmp_path, parent=parent), created_queue("Queue"))["UsersGet"]
    assert code_path(function["Code"]) == tmp_path / "users" / "src"
    assert function["Environment"] == {"Variables": {"TARGET": "arn:created"}}


def test_cdk_names_the_file_beside_the_template(tmp_path: Path) -> None:
    parent = """
        Resources:
          Users:
            Type: AWS::CloudFormation::Stack
            Metadata: {'aws:asset:path': child.yaml, 'aws:asset:property': TemplateURL}
            Properties:
              TemplateURL: !Sub 'https://s3.${AWS::Region}.amazonaws.com/cdk-assets/1.json'
              Parameters: {Target: here}
    """
    assert properties(read(tmp_path, parent=parent, child=CHILD))["UsersTopic"]["DisplayName"] == "here"


MISTAKES = {
    "a parameter that the stack does not have": (
        {"parent": PARENT.replace("Target:", "Traget:"), "child": CHILD},
        "Resources/Users: {folder}/child.yaml: the template has no parameter 'Traget'; it has Size, Target",
    ),
    "a reference in the stack's template": (
        {"parent": PARENT, "child": CHILD.replace("!Ref Target", "!Ref Nothing")},
        (
            "Resources/Users: {folder}/child.yaml: Resources/Topic/Properties/DisplayName: "
            "there is no parameter or resource 'Nothing'"
        ),
    ),
    "an output that the stack does not have": (
        {
            "parent": PARENT.replace("GetAtt Users.Outputs.TopicName", "GetAtt Users.Outputs.Name"),
            "child": CHILD,
        },
        "Outputs/Topic: Fn::GetAtt refers to Users.Outputs.Name, and there is no such resource or output",
    ),
    "a template in S3": (
        {"parent": PARENT.replace("child.yaml", "https://s3.amazonaws.com/b/child.yaml")},
        (
            "Resources/Users/Properties: the nested stack's template is in AWS ('https://s3.amazonaws.com/b/child.yaml'): "
            "download it and name its path, or take the stack out by a condition"
        ),
    ),
    "a template nested in itself": (
        {
            "parent": PARENT,
            "child": PARENT.replace("Resources:", "Parameters: {Target: {Type: String}}\nResources:"),
        },
        (
            "Resources/Users: {folder}/child.yaml: Resources/Users: {folder}/child.yaml: "
            "the template is nested in itself"
        ),
    ),
    "two resources of one name": (
        {
            "parent": PARENT.replace("  Queue:", "  UsersTopic: {Type: AWS::SNS::Topic}\n  Queue:"),
            "child": CHILD,
        },
        "Resources/UsersTopic has the name that Topic of the nested stack Users gets here: rename it",
    ),
    "stacks that need each other": (
        {
            "parent": """
                Resources:
                  A:
                    Type: AWS::CloudFormation::Stack
                    Properties: {TemplateURL: child.yaml, Parameters: {Target: !GetAtt B.Outputs.TopicName}}
                  B:
                    Type: AWS::CloudFormation::Stack
                    Properties: {TemplateURL: child.yaml, Parameters: {Target: !GetAtt A.Outputs.TopicName}}
            """,
            "child": CHILD,
        },
        "Resources: nested stacks depend on each other in a circle: A, B",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_are_one_line(mistake: str, tmp_path: Path) -> None:
    templates, message = MISTAKES[mistake]
    with pytest.raises(TemplateError) as error:
        read(tmp_path, **templates)
    assert str(error.value) == f"{tmp_path}/parent.yaml: {message.format(folder=tmp_path)}"
