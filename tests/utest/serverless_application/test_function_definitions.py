"""From the resources of a template to functions that can run."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from application_template.application import CreatedResource
from application_template.errors import TemplateError
from serverless_application.function_definitions import FunctionDefinitions

FUNCTION, LAYER = "AWS::Lambda::Function", "AWS::Lambda::LayerVersion"


def local(path: Path) -> dict[str, str]:
    return {"S3Bucket": "local-files", "S3Key": str(path).removeprefix("/")}


def function(code: dict[str, str], **properties: Any) -> CreatedResource:
    return CreatedResource(
        "Hello",
        FUNCTION,
        "hello",
        {"Code": code, "Handler": "app.handler", "Runtime": "python3.12", **properties},
    )


def definitions(folder: Path, *resources: CreatedResource) -> FunctionDefinitions:
    work = folder / "work"
    work.mkdir()
    return FunctionDefinitions({one.logical_id: one for one in resources}, work)


def version(function_name: str = "hello", number: str = "1") -> CreatedResource:
    properties, attributes = {"FunctionName": function_name}, {"Version": number}
    return CreatedResource(f"Version{number}", "AWS::Lambda::Version", "arn", properties, attributes)


def alias(name: str, function_version: str) -> CreatedResource:
    properties = {
        "FunctionName": "arn:aws:lambda:eu-west-1:1:function:hello",
        "Name": name,
        "FunctionVersion": function_version,
    }
    return CreatedResource(name, "AWS::Lambda::Alias", "arn", properties)


def test_a_function_has_its_versions_and_aliases(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    one = function(local(tmp_path / "src"))
    resources = (one, version(), version("other", "2"), alias("live", "1"), alias("newest", "$LATEST"))
    assert definitions(tmp_path, *resources)()[0].qualifiers == {"1", "live", "newest"}


def test_an_alias_of_a_version_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="Resources/live: there is no version '7' of the function hello"):
        definitions(tmp_path, version(), alias("live", "7"))


def test_the_properties_of_a_function_are_taken(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    resource = function(
        local(tmp_path / "src"),
        Timeout="10",
        MemorySize=512,
        ReservedConcurrentExecutions=0,
        Environment={"Variables": {"A": 1, "B": True}},
        LoggingConfig={"LogFormat": "JSON", "ApplicationLogLevel": "DEBUG"},
    )
    (one,) = definitions(tmp_path, resource)()
    assert (one.name, one.runtime, one.handler, one.code) == (
        "hello",
        "python3.12",
        "app.handler",
        tmp_path / "src",
    )
    assert (one.timeout_seconds, one.memory_megabytes, one.reserved_concurrency) == (10, 512, 0)
    assert one.environment == {
        "A": "1",
        "B": "true",
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_LEVEL": "DEBUG",
    }


def test_json_is_logged_from_level_info_unless_the_function_says_otherwise(tmp_path: Path) -> None:
    code = {"ZipFile": ""}
    (by_default,) = definitions(tmp_path, function(code, LoggingConfig={"LogFormat": "JSON"}))()
    assert by_default.environment == {"AWS_LAMBDA_LOG_FORMAT": "JSON", "AWS_LAMBDA_LOG_LEVEL": "INFO"}


def test_a_function_logs_to_the_group_that_it_has_chosen(tmp_path: Path) -> None:
    code = {"ZipFile": ""}
    chosen = function(code, LoggingConfig={"LogGroup": "orders"})
    own = CreatedResource("Own", FUNCTION, "own", function(code).properties)
    assert [one.log_group for one in definitions(tmp_path, chosen, own)()] == ["orders", "/aws/lambda/own"]


def test_inline_code_becomes_a_file(tmp_path: Path) -> None:
    (one,) = definitions(tmp_path, function({"ZipFile": "def handler(event, context): ..."}))()
    assert (one.code / "index.py").read_text() == "def handler(event, context): ..."


def test_an_archive_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "code.zip", "w") as archive:
        archive.writestr("app.py", "zipped")
    (one,) = definitions(tmp_path, function(local(tmp_path / "code.zip")))()
    assert (one.code / "app.py").read_text() == "zipped"


def test_layers_of_the_template_are_folders_and_others_are_named(tmp_path: Path) -> None:
    (tmp_path / "layer").mkdir()
    layer = CreatedResource(
        "Layer", LAYER, "arn:aws:lambda:::layer:own:1", {"Content": local(tmp_path / "layer")}
    )
    arns = [layer.physical_id, "arn:aws:lambda:eu-west-1:1:layer:Powertools:1"]
    make = definitions(tmp_path, layer, function({"ZipFile": ""}, Layers=arns))
    assert make()[0].layers == (tmp_path / "layer",)
    assert make.foreign_layers == arns[1:]


@pytest.mark.parametrize(
    ("code", "runtime", "problem"),
    [
        (
            {"S3Bucket": "elsewhere", "S3Key": "x"},
            "python3.12",
            "the code of Hello is in the bucket elsewhere",
        ),
        ({"ZipFile": "x"}, "java21", "Resources/Hello: inline code needs Python or Node.js, not java21"),
    ],
)
def test_code_that_cannot_be_had_is_named(
    tmp_path: Path, code: dict[str, str], runtime: str, problem: str
) -> None:
    with pytest.raises(TemplateError, match=problem):
        definitions(tmp_path, function(code, Runtime=runtime))()


def test_a_file_that_is_no_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "code.zip").write_text("no archive")
    with pytest.raises(TemplateError, match=r"code\.zip is neither a folder nor a zip archive"):
        definitions(tmp_path, function(local(tmp_path / "code.zip")))()
