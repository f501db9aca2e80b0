"""Templates on the command line: what is wrong is one line, before anything starts."""

from pathlib import Path
from textwrap import dedent

import pytest

from manuel_runner.command_line import main
from ManuelEnvironment.exit_status import ExitStatus
from support.leftovers import restoring_what_programs_change

FUNCTION = "Type: AWS::Lambda::Function, Properties: "
BAD_TEMPLATES = {
    "no file": (None, "cannot be read: No such file or directory"),
    "no YAML": ("Resources: [", "line 1: expected the node content, but found '<stream end>'"),
    "a machine of states": (
        "Resources: {A: {Type: AWS::StepFunctions::StateMachine}}",
        "cannot be imitated: Resources/A (AWS::StepFunctions::StateMachine); take them out by a condition",
    ),
    "a machine of states whose definition is a file": (
        (
            "Transform: AWS::Serverless-2016-10-31\n"
            "Resources: {A: {Type: AWS::Serverless::StateMachine, Properties: {DefinitionUri: steps.json}}}"
        ),
        "cannot be imitated: Resources/A (AWS::StepFunctions::StateMachine); take them out by a condition",
    ),
    "a nested application that is missing": (
        (
            "Transform: AWS::Serverless-2016-10-31\n"
            "Resources: {A: {Type: AWS::Serverless::Application, Properties: {Location: child.yaml}}}"
        ),
        "Resources/A: there is no template at 'child.yaml': {folder}/child.yaml does not exist",
    ),
    "a property by another name": (
        "Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueNam: orders}}}",
        "Resources/A: AWS::SQS::Queue has no property 'QueueNam'. Did you mean QueueName?",
    ),
    "a timeout in words": (
        f"Resources: {{A: {{{FUNCTION}{{Code: {{ZipFile: x}}, Handler: a.b, Runtime: python3.11, Timeout: soon}}}}}}",
        "Resources/A: Timeout must be a whole number from 1 to 900, not 'soon'",
    ),
    "too little memory": (
        f"Resources: {{A: {{{FUNCTION}{{Code: {{ZipFile: x}}, Handler: a.b, Runtime: python3.11, MemorySize: 64}}}}}}",
        "Resources/A: MemorySize must be a whole number from 128 to 10240, not '64'",
    ),
    "a variable that Lambda sets": (
        (
            f"Resources: {{A: {{{FUNCTION}{{Code: {{ZipFile: x}}, Handler: a.b, Runtime: python3.11, "
            "Environment: {Variables: {AWS_REGION: eu-west-1}}}}}"
        ),
        "Resources/A: Lambda itself sets the variable AWS_REGION, so Environment cannot",
    ),
    "a variable by another name": (
        (
            f"Resources: {{A: {{{FUNCTION}{{Code: {{ZipFile: x}}, Handler: a.b, Runtime: python3.11, "
            "Environment: {Variables: {log-level: INFO}}}}}"
        ),
        (
            "Resources/A: the name of a variable has letters, digits and underscores, and begins with a letter, "
            "not 'log-level'"
        ),
    ),
    "a variable that is a list": (
        (
            f"Resources: {{A: {{{FUNCTION}{{Code: {{ZipFile: x}}, Handler: a.b, Runtime: python3.11, "
            "Environment: {Variables: {HOSTS: [a, b]}}}}}"
        ),
        "Resources/A: the variable HOSTS must be text, not a list",
    ),
    "a batch without a window": (
        (
            "Resources: {Q: {Type: AWS::SQS::Queue}, A: {Type: AWS::Lambda::EventSourceMapping, "
            "Properties: {FunctionName: f, EventSourceArn: !GetAtt Q.Arn, BatchSize: 100}}}"
        ),
        (
            "Resources/A: a BatchSize of 100 messages needs a MaximumBatchingWindowInSeconds of at least 1; "
            "without one it is at most 10"
        ),
    ),
    "a batch that is too large": (
        (
            "Resources: {A: {Type: AWS::Lambda::EventSourceMapping, "
            "Properties: {FunctionName: f, EventSourceArn: 'arn:aws:dynamodb:eu-west-1:1:table/t/stream/1', BatchSize: 10001}}}"
        ),
        "Resources/A: BatchSize must be a whole number from 1 to 10000, not '10001'",
    ),
    "a batch of a FIFO queue": (
        (
            "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}, A: {Type: AWS::Lambda::EventSourceMapping, "
            "Properties: {FunctionName: f, EventSourceArn: !GetAtt Q.Arn, BatchSize: 11}}}"
        ),
        "Resources/A: BatchSize of a FIFO queue is at most 10, not 11",
    ),
    "a WebSocket API": (
        "Resources: {A: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: chat, ProtocolType: WEBSOCKET}}}",
        "Resources/A: WebSocket APIs cannot be imitated; take it out by a condition",
    ),
    "tabs": ("Resources:\n\tA: {}", "line 2: found character '\\t' that cannot start any token"),
    "nothing": ("", "is not a template: expected a mapping with Resources"),
    "a circle": (
        (
            "Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref B}}, "
            "B: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref A}}}"
        ),
        "Resources: resources depend on each other in a circle: A → B → A",
    ),
    "an asset of cdk synth that is missing": (
        f"Resources: {{A: {{Metadata: {{aws:asset:path: asset.1}}, {FUNCTION}{{Handler: a.b, Runtime: python3.11}}}}}}",
        "Resources/A: there is no code at 'asset.1': {folder}/asset.1 does not exist",
    ),
    "code that `sam build` has not made yet": (
        (
            "Transform: AWS::Serverless-2016-10-31\n"
            "Resources: {A: {Type: AWS::Serverless::Function, Metadata: {BuildMethod: esbuild}, "
            "Properties: {CodeUri: ., Handler: app.handler, Runtime: nodejs20.x}}}"
        ),
        (
            "Resources/A: `sam build` makes the module of 'app.handler' (esbuild), which is not in {folder}: "
            "run it, and name .aws-sam/build/template.yaml"
        ),
    ),
    "a value of another stack": (
        "Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: !ImportValue Shared}}}",
        (
            "Resources/A/Properties/QueueName: 'Shared' is an export of another stack: "
            "give its value as --import Shared=…"
        ),
    ),
    "a macro": (
        "Transform: Mine\nResources: {A: {Type: X}}",
        "Transform: the macro 'Mine' runs in AWS and cannot be imitated",
    ),
    "a container image that `sam build` has not made yet": (
        (
            "Transform: AWS::Serverless-2016-10-31\n"
            "Resources: {A: {Type: AWS::Serverless::Function, Metadata: {Dockerfile: Dockerfile}, "
            "Properties: {PackageType: Image}}}"
        ),
        "Resources/A: the function is a container image, which needs Docker: only code in a folder or a zip runs here",
    ),
    "a container image": (
        f"Resources: {{A: {{{FUNCTION}{{PackageType: Image, Code: {{ImageUri: x}}}}}}}}",
        "Resources/A: the function is a container image, which needs Docker: only code in a folder or a zip runs here",
    ),
    "no handler": (
        f"Resources: {{A: {{{FUNCTION}{{Code: {{ZipFile: x}}, Runtime: python3.12}}}}}}",
        "Resources/A: the property 'Handler' is missing",
    ),
    "an impossible schedule": (
        "Resources: {A: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(0 minutes)}}}",
        "Resources/A: 'rate(0 minutes)' is not a schedule expression: a rate is a number and minutes, hours or days",
    ),
    "an unknown operator in a pattern": (
        "Resources: {A: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [{sounds-like: x}]}}}}",
        "Resources/A: Unrecognized match type sounds-like",
    ),
    "an API without a definition": (
        "Resources: {A: {Type: AWS::ApiGateway::RestApi, Properties: {Body: {paths: [a]}}}}",
        "Resources/A: Body must be an OpenAPI document with paths",
    ),
    "another language": (
        f"Resources: {{A: {{{FUNCTION}{{Code: {{ZipFile: x}}, Handler: a.b, Runtime: java21}}}}}}",
        "Resources/A: The runtime 'java21' can't be run here: python3.x and nodejsNN.x can.",
    ),
}


@pytest.mark.parametrize("command", ["run", "sandbox"])
@pytest.mark.parametrize(("text", "problem"), BAD_TEMPLATES.values(), ids=BAD_TEMPLATES)
def test_a_template_that_cannot_run_ends_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, text: str | None, problem: str
) -> None:
    template = tmp_path / "template.yaml"
    if text is not None:
        template.write_text(dedent(text))
    results = ["--outputdir", str(tmp_path / "results")] if command == "run" else []
    with restoring_what_programs_change():
        assert main([command, "--template", str(template), *results]) == ExitStatus.INVALID_INPUT
    assert capsys.readouterr() == (
        "",
        f"manuel-tests: {template}: {problem.replace('{folder}', str(tmp_path))}\n",
    )
    assert not (tmp_path / "results").exists()


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--parameter", "Stage"], "--parameter needs NAME=VALUE, got 'Stage'"),
        (["--parameter", "Stage=dev"], "--parameter is for --template: name the template too"),
        (["--import", "Shared"], "--import needs NAME=VALUE, got 'Shared'"),
        (["--import", "Shared=a"], "--import is for --template: name the template too"),
        (["--python", "/usr/bin/python3"], "--python is for --template: name the template too"),
        (["--limit-memory"], "--limit-memory is for --template: name the template too"),
    ],
)
def test_an_option_needs_its_value_and_a_template(
    capsys: pytest.CaptureFixture[str], options: list[str], problem: str
) -> None:
    assert main(["sandbox", *options]) == ExitStatus.INVALID_INPUT
    assert capsys.readouterr().err == f"manuel-tests: {problem}\n"


def test_an_interpreter_that_is_missing_ends_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(
        f"Resources: {{A: {{{FUNCTION}{{Code: {{ZipFile: x}}, Handler: a.b, Runtime: python3.11}}}}}}"
    )
    assert (
        main(["run", "--template", str(template), "--python", "/nowhere/python"]) == ExitStatus.INVALID_INPUT
    )
    assert capsys.readouterr() == ("", "manuel-tests: The interpreter /nowhere/python can't be run.\n")


def test_only_local_starts_a_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    template = tmp_path / "template.yaml"
    template.write_text("Resources: {A: {Type: AWS::SQS::Queue}}")
    options = ["run", "--environment", "dev", "--template", str(template)]
    assert main(options) == ExitStatus.INVALID_INPUT
    assert "but only `local` starts an application: dev has one" in capsys.readouterr().err


def test_what_aws_does_not_take_is_one_line_before_the_first_test(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = tmp_path / "template.yaml"
    template.write_text("Resources: {A: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 99999999}}}")
    options = ["--template", str(template), "--include", "smoke", "--outputdir", str(tmp_path / "results")]
    assert main(["run", *options]) == ExitStatus.INVALID_INPUT
    output, errors = capsys.readouterr()
    assert output == ""
    assert errors == (
        f"manuel-tests: {template}: Resources/A: An error occurred "
        "(InvalidAttributeValue) when calling the CreateQueue operation: "
        "Invalid value for the parameter VisibilityTimeout.\n"
    )
    assert not (tmp_path / "results" / "output.xml").exists()


MAPPED = """
Resources:
  Queue: {Type: AWS::SQS::Queue}
  Hello:
    Type: AWS::Lambda::Function
    Properties: {FunctionName: hello, Code: {ZipFile: x}, Handler: index.handler, Runtime: python3.11}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {FunctionName: !Sub '${Hello}:live', EventSourceArn: !GetAtt Queue.Arn}
"""


def test_a_queue_of_an_alias_that_is_not_there_is_one_line_before_the_first_test(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(MAPPED)
    options = ["--template", str(template), "--include", "smoke", "--outputdir", str(tmp_path / "results")]
    assert main(["run", *options]) == ExitStatus.INVALID_INPUT
    assert capsys.readouterr().err == (
        f"manuel-tests: {template}: The function 'hello' has no version or alias 'live'; it has: none.\n"
    )


def test_a_path_in_the_settings_is_one_from_the_folder_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "settings").mkdir()
    settings = tmp_path / "settings" / "local.yaml"
    settings.write_text("environment: local\ntemplate: template.yaml\n")
    options = ["run", "--config", str(settings), "--list"]
    monkeypatch.chdir(tmp_path)
    assert main(options) == ExitStatus.INVALID_INPUT
    assert capsys.readouterr().err.startswith(f"manuel-tests: {tmp_path}/template.yaml: cannot be read: ")
    (tmp_path / "template.yaml").write_text("Resources: {A: {Type: AWS::SQS::Queue}}")
    assert main(options) == 0
