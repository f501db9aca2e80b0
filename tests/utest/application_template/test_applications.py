"""Whole templates: what is read, in which order, and what a mistake is called."""

import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from application_template.application import CreatedResource, ResolvedTemplate
from application_template.errors import TemplateError
from application_template.local_files import code_path
from application_template.parameters import StackIdentity
from application_template.reading import read_application

IDENTITY = StackIdentity("orders", "eu-west-1", "000000000001")

SAM = """
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: python3.12, Timeout: 5}}
Parameters: {Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}}
Conditions: {IsProd: !Equals [!Ref Stage, prod]}
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: app.handler
      Environment: {Variables: {TABLE: !Ref Table, QUEUE: !Ref Queue}}
      Policies: [{DynamoDBCrudPolicy: {TableName: !Ref Table}}]
      Events:
        Get: {Type: Api, Properties: {Path: '/orders/{id}', Method: get}}
        Queue: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}
  Table:
    Type: AWS::DynamoDB::Table
    Properties: {TableName: !Sub 'orders-${Stage}'}
  Queue:
    Type: AWS::SQS::Queue
  Archive:
    Type: AWS::S3::Bucket
    Condition: IsProd
Outputs:
  Url: {Value: !Sub 'https://${ServerlessRestApi}.execute-api.${AWS::Region}.amazonaws.com/Prod/'}
  Archive: {Value: !Ref Archive, Condition: IsProd}
"""


def write(folder: Path, text: str, name: str = "template.yaml") -> Path:
    (folder / "src").mkdir(exist_ok=True)
    path = folder / name
    path.write_text(dedent(text), encoding="utf-8")
    return path


def read(folder: Path, text: str, **parameters: str) -> ResolvedTemplate:
    return read_application(write(folder, text), IDENTITY, parameters)


def types(application: ResolvedTemplate) -> dict[str, str]:
    return {resource.logical_id: resource.type for resource in application.resources}


def properties(application: ResolvedTemplate, logical_id: str, **created: CreatedResource) -> Any:
    resource = next(one for one in application.resources if one.logical_id == logical_id)
    return application.resolve(resource, created).properties


def test_sam_becomes_plain_cloudformation(tmp_path: Path) -> None:
    application = read(tmp_path, SAM)
    assert types(application) == {
        "Table": "AWS::DynamoDB::Table",
        "Queue": "AWS::SQS::Queue",
        "Orders": "AWS::Lambda::Function",
        "OrdersQueue": "AWS::Lambda::EventSourceMapping",
        "ServerlessRestApi": "AWS::ApiGateway::RestApi",
        **{
            name: kind
            for name, kind in types(application).items()
            if kind in ("AWS::ApiGateway::Deployment", "AWS::ApiGateway::Stage")
        },
    }
    assert [resource.logical_id for resource in application.left_out] == [
        "OrdersRole",
        "OrdersGetPermissionProd",
    ]


def test_a_resource_comes_after_those_that_it_refers_to(tmp_path: Path) -> None:
    order = [resource.logical_id for resource in read(tmp_path, SAM).resources]
    assert order.index("Table") < order.index("Orders") < order.index("OrdersQueue")


def test_a_resource_depends_on_what_it_names(tmp_path: Path) -> None:
    application = read(tmp_path, SAM)
    orders = next(resource for resource in application.resources if resource.logical_id == "Orders")
    assert orders.depends_on == {"Table", "Queue", "OrdersRole"}


def test_created_resources_give_their_ids_and_attributes(tmp_path: Path) -> None:
    created = {
        "Table": CreatedResource("Table", "AWS::DynamoDB::Table", "orders-dev"),
        "Queue": CreatedResource(
            "Queue", "AWS::SQS::Queue", "http://127.0.0.1/1/q", attributes={"Arn": "arn:q"}
        ),
    }
    application = read(tmp_path, SAM)
    orders = properties(application, "Orders", **created)
    assert orders["Environment"]["Variables"] == {"TABLE": "orders-dev", "QUEUE": "http://127.0.0.1/1/q"}
    assert properties(application, "OrdersQueue", **created)["EventSourceArn"] == "arn:q"


def test_an_unknown_attribute_is_named(tmp_path: Path) -> None:
    created = CreatedResource("Queue", "AWS::SQS::Queue", "url", attributes={"QueueName": "q"})
    with pytest.raises(
        TemplateError, match="AWS::SQS::Queue has no attribute 'Arn' here; Queue has QueueName"
    ):
        properties(read(tmp_path, SAM), "OrdersQueue", Queue=created)


def test_code_is_where_the_template_says(tmp_path: Path) -> None:
    assert code_path(properties(read(tmp_path, SAM), "Orders")["Code"]) == tmp_path / "src"


def test_a_condition_decides_about_resources_and_outputs(tmp_path: Path) -> None:
    assert "Archive" not in types(read(tmp_path, SAM))
    production = read(tmp_path, SAM, Stage="prod")
    assert types(production)["Archive"] == "AWS::S3::Bucket"
    bucket = CreatedResource("Archive", "AWS::S3::Bucket", "the-archive")
    assert production.resolve_outputs({"Archive": bucket})["Archive"] == "the-archive"


def test_custom_domains_are_left_out(tmp_path: Path) -> None:
    text = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Certificate: {Type: AWS::CertificateManager::Certificate, Properties: {DomainName: a.example.com}}
          Rest:
            Type: AWS::Serverless::Api
            Properties:
              StageName: prod
              DefinitionBody: {openapi: 3.0.1, paths: {}}
              Domain: {DomainName: a.example.com, CertificateArn: !Ref Certificate, Route53: {HostedZoneId: Z1}}
          Http:
            Type: AWS::Serverless::HttpApi
            Properties:
              DefinitionBody: {openapi: 3.0.1, paths: {}}
              Domain: {DomainName: b.example.com, CertificateArn: !Ref Certificate, Route53: {HostedZoneId: Z1}}
        """
    application = read(tmp_path, text)
    assert {"AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"} <= set(types(application).values())
    assert {resource.type for resource in application.left_out} == {
        "AWS::ApiGateway::BasePathMapping",
        "AWS::ApiGateway::DomainName",
        "AWS::ApiGatewayV2::ApiMapping",
        "AWS::ApiGatewayV2::DomainName",
        "AWS::CertificateManager::Certificate",
        "AWS::Route53::RecordSetGroup",
    }


def test_a_template_of_cdk_names_its_code_in_the_metadata(tmp_path: Path) -> None:
    (tmp_path / "asset.1234").mkdir()
    template = {
        "Resources": {
            "Hello": {
                "Type": "AWS::Lambda::Function",
                "Properties": {
                    "Code": {
                        "S3Bucket": {"Fn::Sub": "cdk-assets-${AWS::AccountId}"},
                        "S3Key": "1234.zip",
                    },
                    "Handler": "index.handler",
                    "Runtime": "python3.12",
                },
                "Metadata": {"aws:asset:path": "asset.1234", "aws:cdk:path": "Stack/Hello"},
            },
            "CDKMetadata": {
                "Type": "AWS::CDK::Metadata",
                "Properties": {"Analytics": "v2"},
                "Condition": "Known",
            },
        },
        "Conditions": {"Known": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}},
        "Parameters": {
            "BootstrapVersion": {
                "Type": "AWS::SSM::Parameter::Value<String>",
                "Default": "/cdk-bootstrap/hnb659fds/version",
            }
        },
        "Rules": {"CheckBootstrapVersion": {"Assertions": []}},
    }
    application = read(tmp_path, json.dumps(template))
    assert code_path(properties(application, "Hello")["Code"]) == tmp_path / "asset.1234"
    assert [resource.type for resource in application.left_out] == ["AWS::CDK::Metadata"]


def test_a_template_of_cdk_names_its_code_in_the_asset_manifest(tmp_path: Path) -> None:
    """So it is without the command `cdk`, such as in a program's own tests."""
    (tmp_path / "asset.1234").mkdir()
    destination = {"bucketName": "cdk-${AWS::AccountId}", "objectKey": "1234.zip"}
    source = {"path": "asset.1234", "packaging": "zip"}
    files = {"1234": {"source": source, "destinations": {"current": destination}}}
    write_manifest(tmp_path, json.dumps({"version": "36.0.0", "files": files}))
    text = """
        Resources:
          Hello:
            Type: AWS::Lambda::Function
            Properties: {Code: {S3Bucket: !Sub 'cdk-${AWS::AccountId}', S3Key: 1234.zip}}
          Other:
            Type: AWS::Lambda::Function
            Properties: {Code: {S3Bucket: elsewhere, S3Key: other.zip}}
        """
    application = read(tmp_path, text)
    assert code_path(properties(application, "Hello")["Code"]) == tmp_path / "asset.1234"
    assert code_path(properties(application, "Other")["Code"]) is None


@pytest.mark.parametrize("text", ["[]", '{"files": {"1234": {}}}', "{"])
def test_a_file_that_is_no_asset_manifest_is_named(tmp_path: Path, text: str) -> None:
    write_manifest(tmp_path, text)
    with pytest.raises(
        TemplateError, match=r"Stack\.assets\.json is not an asset manifest as `cdk synth` writes it"
    ):
        read(tmp_path, "Resources: {Queue: {Type: AWS::SQS::Queue}}")


def write_manifest(folder: Path, text: str) -> None:
    (folder / "Stack.template.json").write_text("{}")
    (folder / "Stack.assets.json").write_text(text)


def test_a_file_that_is_named_like_a_manifest_belongs_to_no_stack(tmp_path: Path) -> None:
    (tmp_path / "images.assets.json").write_text("[]")
    assert types(read(tmp_path, "Resources: {Queue: {Type: AWS::SQS::Queue}}")) == {
        "Queue": "AWS::SQS::Queue"
    }


def test_a_part_in_a_file_of_its_own_is_included(tmp_path: Path) -> None:
    write(tmp_path, "{Queue: {Type: AWS::SQS::Queue}}", "more.yaml")
    text = """
        Resources:
          Topic: {Type: AWS::SNS::Topic}
          Fn::Transform: {Name: AWS::Include, Parameters: {Location: more.yaml}}
    """
    assert types(read(tmp_path, text)) == {"Topic": "AWS::SNS::Topic", "Queue": "AWS::SQS::Queue"}


def test_a_loop_makes_a_resource_for_each_value(tmp_path: Path) -> None:
    text = """
        Transform: AWS::LanguageExtensions
        Parameters: {Names: {Type: CommaDelimitedList, Default: 'In, Out'}}
        Resources:
          Fn::ForEach::Queues:
            - Name
            - !Ref Names
            - Queue${Name}: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub 'q-${Name}', Tags: [!Ref Name]}}
    """
    application = read(tmp_path, text)
    assert properties(application, "QueueOut") == {"QueueName": "q-Out", "Tags": ["Out"]}
    assert sorted(types(application)) == ["QueueIn", "QueueOut"]


def test_the_definition_of_an_api_may_be_in_a_file_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, "openapi: 3.0.1\npaths: {/a: {get: {responses: {}}}}", "api.yaml")
    text = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api: {Type: AWS::Serverless::Api, Properties: {StageName: v1, DefinitionUri: api.yaml}}
    """
    assert list(properties(read(tmp_path, text), "Api")["Body"]["paths"]) == ["/a"]


QUEUE = "{Type: AWS::SQS::Queue}"
MISTAKES = {
    "a key twice": (
        "Resources:\n  A: {Type: AWS::SQS::Queue}\n  A: {Type: AWS::SNS::Topic}\n",
        "line 3: the key 'A' occurs twice in the same mapping",
    ),
    "a key twice in JSON": (
        '{"Resources": {"A": {"Type": "AWS::SQS::Queue"}, "A": {}}}',
        "the key 'A' occurs twice in the same object",
    ),
    "no YAML": (
        "Resources:\n  A: {Type: AWS::SQS::Queue\n",
        "line 3: expected ',' or '}', but got '<stream end>'",
    ),
    "an empty file": ("", "is not a template: expected a mapping with Resources"),
    "no resources": (
        "Resources: {}",
        "Resources is missing or empty: a template needs at least one resource",
    ),
    "an unknown section": (
        f"Resource: {{A: {QUEUE}}}",
        (
            "Resource is not a section of a template; the sections are AWSTemplateFormatVersion, Conditions, Description, "
            "Globals, Hooks, Mappings, Metadata, Outputs, Parameters, Resources, Rules, Transform"
        ),
    ),
    "no type": ("Resources: {A: {Properties: {}}}", "Resources/A: has no Type"),
    "a misspelt key": (
        "Resources: {A: {Type: AWS::SQS::Queue, Propertys: {}}}",
        "Resources/A: a resource has no 'Propertys'. Did you mean Properties?",
    ),
    "a name with a hyphen": (
        f"Resources: {{a-b: {QUEUE}}}",
        "Resources/a-b: a logical id consists of letters and digits",
    ),
    "properties in a list": (
        "Resources: {A: {Type: AWS::SQS::Queue, Properties: [1]}}",
        "Resources/A/Properties: must be a mapping",
    ),
    "an unknown reference": (
        "Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Nothing}}}",
        "Resources/A/Properties/QueueName: there is no parameter or resource 'Nothing'",
    ),
    "a reference to what a condition leaves out": (
        (
            "Conditions: {Never: !Equals [1, 2]}\nResources:\n  A: {Type: AWS::SQS::Queue, Condition: Never}\n"
            "  B: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub '${A}'}}"
        ),
        "Resources/B/Properties/QueueName: there is no parameter or resource 'A'",
    ),
    "an unknown dependency": (
        "Resources: {A: {Type: AWS::SQS::Queue, DependsOn: B}}",
        "Resources/A/DependsOn: there is no resource 'B'",
    ),
    "a dependency that is not a name": (
        "Resources: {A: {Type: AWS::SQS::Queue, DependsOn: {B: C}}}",
        "Resources/A/DependsOn: must be a logical id or a list of these",
    ),
    "a circle": (
        (
            "Resources:\n  A: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref B}}\n"
            "  B: {Type: AWS::SQS::Queue, DependsOn: A}"
        ),
        "Resources: resources depend on each other in a circle: A → B → A",
    ),
    "an unknown condition": (
        "Resources: {A: {Type: AWS::SQS::Queue, Condition: IsProd}}",
        "Resources/A: there is no condition 'IsProd'",
    ),
    "a macro": (
        f"Transform: My::Macro\nResources: {{A: {QUEUE}}}",
        "Transform: the macro 'My::Macro' runs in AWS and cannot be imitated",
    ),
    "a parameter without a value": (
        f"Parameters: {{Stage: {{Type: String}}}}\nResources: {{A: {QUEUE}}}",
        "Parameters/Stage: has no value: give it as --parameter Stage=…",
    ),
    "a default that is not allowed": (
        f"Parameters: {{Stage: {{Type: String, Default: test, AllowedValues: [dev]}}}}\nResources: {{A: {QUEUE}}}",
        "Parameters/Stage: 'test' is not allowed; allowed are dev",
    ),
    "a number out of range": (
        f"Parameters: {{N: {{Type: Number, Default: 9, MaxValue: 5}}}}\nResources: {{A: {QUEUE}}}",
        "Parameters/N: '9' is out of range: … to 5",
    ),
    "a text that does not match": (
        f"Parameters: {{N: {{Type: String, Default: a1, AllowedPattern: '[a-z]+'}}}}\nResources: {{A: {QUEUE}}}",
        "Parameters/N: 'a1' does not match the pattern [a-z]+",
    ),
    "a pattern that is none": (
        f"Parameters: {{N: {{Type: String, Default: a, AllowedPattern: '[a-'}}}}\nResources: {{A: {QUEUE}}}",
        "Parameters/N: AllowedPattern '[a-' cannot be understood here: unterminated character set at position 0",
    ),
    "a value in the Parameter Store": (
        (
            "Parameters: {N: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /n}}\n"
            "Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref N}}}"
        ),
        "Parameters/N: AWS reads it from the parameter '/n' of its Parameter Store: give its value as --parameter N=…",
    ),
    "an output without a value": (
        f"Resources: {{A: {QUEUE}}}\nOutputs: {{B: {{}}}}",
        "Outputs/B: has no Value",
    ),
    "code that is not there": (
        "Resources: {A: {Type: AWS::Lambda::Function, Properties: {Code: nowhere}}}",
        "Resources/A: there is no code at 'nowhere': {folder}/nowhere does not exist",
    ),
    "a file that is not there": (
        "Resources: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: more.yaml}}}",
        "AWS::Include 'more.yaml' cannot be read: No such file or directory",
    ),
    "SAM's types without SAM": (
        "Resources: {A: {Type: AWS::Serverless::SimpleTable}}",
        "Resources/A: AWS::Serverless::SimpleTable needs the line `Transform: AWS::Serverless-2016-10-31`",
    ),
    "values without end": (
        "Resources: " + 5000 * "[",
        "its values are nested too deeply",
    ),
    "more than AWS takes": (
        "Resources:\n" + "".join(f"  A{number}: {{Type: AWS::SQS::Queue}}\n" for number in range(501)),
        "Resources: a template has at most 500 resources, and this one has 501",
    ),
    "what SAM refuses": (
        (
            "Transform: AWS::Serverless-2016-10-31\n"
            "Resources: {A: {Type: AWS::Serverless::Function, Properties: {CodeUri: src, Runtime: python3.12}}}"
        ),
        "Resource with id [A] is invalid. Runtime and Handler needs to be present when PackageType is of type `Zip`",
    ),
}


for section in ("Conditions", "Globals", "Mappings", "Outputs", "Parameters"):
    MISTAKES[f"{section} in a list"] = (
        f"{section}: [a]\nResources: {{A: {QUEUE}}}",
        f"{section}: must be a mapping",
    )
MISTAKES["Globals of functions in a list"] = (
    f"Transform: AWS::Serverless-2016-10-31\nGlobals: {{Function: [a]}}\nResources: {{A: {QUEUE}}}",
    "Globals/Function: must be a mapping",
)


@pytest.mark.parametrize(("text", "problem"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line(tmp_path: Path, text: str, problem: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(TemplateError) as raised:
        read_application(path, IDENTITY)
    assert str(raised.value) == f"{path}: {problem.replace('{folder}', str(tmp_path))}"


def test_keys_are_text_exactly_as_they_are_written(tmp_path: Path) -> None:
    text = """
        Mappings:
          Names:
            012345670123: &one {1: first, on: second}
            123456789012: {<<: *one, 1: third}
        Resources:
          A: {Type: AWS::SQS::Queue, Properties: {QueueName: !FindInMap [Names, '012345670123', '1']}}
          B: {Type: AWS::SQS::Queue, Properties: {QueueName: !FindInMap [Names, '123456789012', '1']}}
          C: {Type: AWS::SQS::Queue, Properties: {QueueName: !FindInMap [Names, '123456789012', 'on']}}
    """
    application = read_application(write(tmp_path, text), IDENTITY)
    named = {one.logical_id: application.resolve(one, {}).properties for one in application.resources}
    assert named == {
        "A": {"QueueName": "first"},
        "B": {"QueueName": "third"},
        "C": {"QueueName": "second"},
    }


def test_a_file_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"template\.yaml: cannot be read: No such file or directory"):
        read_application(tmp_path / "template.yaml", IDENTITY)


def test_a_parameter_that_is_not_declared_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="the template has no parameter 'Stgae'; it has Stage"):
        read(tmp_path, SAM, Stgae="dev")


def test_what_cannot_be_imitated_may_be_taken_out_by_a_condition(tmp_path: Path) -> None:
    text = SAM + "  Graph: {Value: !Ref Graph, Condition: IsProd}\n"
    graph = "  Graph: {Type: AWS::Serverless::GraphQLApi, Condition: IsProd, Properties: {SchemaUri: graph.txt}}\nOutputs:"
    text = text.replace("Outputs:", graph)
    types = {one.type for one in read(tmp_path, text).resources}
    assert "AWS::AppSync::GraphQLApi" not in types
    assert "AWS::AppSync::GraphQLApi" in {one.type for one in read(tmp_path, text, Stage="prod").resources}
