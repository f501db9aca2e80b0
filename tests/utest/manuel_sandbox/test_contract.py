"""The contract as a document, and what is generated from it."""

from base64 import b64decode
from typing import Any

import jsonschema_rs
import pytest
from openapi_spec_validator import validate

from api_gateway.routes import METHODS, Routes, read_document
from manuel_sandbox.application import CONTRACT
from manuel_sandbox.domain import versions
from manuel_sandbox.domain.audio import FORMATS, read_recording
from manuel_sandbox.domain.errors import RequestError
from manuel_sandbox.domain.manual_files import read_pdf
from manuel_sandbox.parts import Parts
from manuel_sandbox.route_document import PAGE, route_document
from manuel_sandbox.settings import DeploymentSettings

DOCUMENT = read_document(CONTRACT)
SCHEMAS = DOCUMENT["components"]["schemas"]


def subclasses(error: type[RequestError]) -> list[type[RequestError]]:
    return [one for kind in error.__subclasses__() for one in (kind, *subclasses(kind))]


def schemas_of_objects(node: Any, path: str = "") -> list[tuple[str, dict[str, Any]]]:
    found = []
    if isinstance(node, dict):
        if node.get("type") == "object":
            found.append((path, node))
        found += [hit for name, child in node.items() for hit in schemas_of_objects(child, f"{path}/{name}")]
    return found


def examples() -> list[tuple[str, Any, dict[str, Any]]]:
    responses = [
        (f"{method} {path} {status}", response)
        for path, item in DOCUMENT["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
        for status, response in operation["responses"].items()
    ]
    responses += list(DOCUMENT["components"]["responses"].items())
    return [
        (name, content["example"], content["schema"])
        for name, response in responses
        for content in response.get("content", {}).values()
        if "example" in content
    ]


def requests() -> list[tuple[str, Any, dict[str, Any]]]:
    """Yield the name, the example and the schema of each example of a request."""
    contents = {
        operation["operationId"]: operation["requestBody"]["content"]["application/json"]
        for item in DOCUMENT["paths"].values()
        for operation in item.values()
        if "requestBody" in operation
    }
    shown = [(name, one["example"], one["schema"]) for name, one in contents.items() if "example" in one]
    return shown + [
        (f"{name} {kind}", example["value"], one["schema"])
        for name, one in contents.items()
        for kind, example in one.get("examples", {}).items()
    ]


def test_the_contract_is_a_valid_document() -> None:
    validate(DOCUMENT)


@pytest.mark.parametrize(
    ("path", "schema"), schemas_of_objects(SCHEMAS), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_object_is_closed(path: str, schema: dict[str, Any]) -> None:
    if "properties" in schema:
        assert schema["additionalProperties"] is False
        assert set(schema.get("required", [])) <= set(schema["properties"])
    else:
        assert path == "/Health/properties/checks", "what an object has must be listed"


@pytest.mark.parametrize(
    ("name", "example", "schema"),
    examples() + requests(),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_example_matches_its_schema(name: str, example: Any, schema: dict[str, Any]) -> None:
    validator = jsonschema_rs.Draft202012Validator(
        {**schema, "components": DOCUMENT["components"]}, validate_formats=True
    )
    assert [error.message for error in validator.iter_errors(example)] == []


def test_every_operation_has_an_example_of_its_response() -> None:
    named = {name.rpartition(" ")[0] for name, _, _ in examples()}
    wanted = {f"{operation.method.lower()} {operation.path}" for operation in Routes(DOCUMENT).operations()}
    assert wanted <= named


def test_every_request_body_has_a_valid_example() -> None:
    named = {name: example for name, example, _ in requests()}
    assert set(named) == {"transcribe", "query typed", "query spoken", "uploadManual", "downloadManual"}
    for example in (named["transcribe"]["audio_data"], named["query spoken"]["file_data"]):
        assert read_recording(b64decode(example), "audio/wav", field="audio_data").media_format == "wav"
    assert read_pdf(b64decode(named["uploadManual"]["file_data"])).pages == 1


def test_every_response_may_have_cors_headers() -> None:
    responses = list(DOCUMENT["components"]["responses"].values())
    responses += [
        response
        for item in DOCUMENT["paths"].values()
        for method in METHODS
        for response in item.get(method, {}).get("responses", {}).values()
        if "$ref" not in response
    ]
    assert len(responses) > 20
    for response in responses:
        assert {"Vary", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"} <= set(
            response["headers"]
        )


def test_every_path_has_a_preflight() -> None:
    assert all("options" in item for item in DOCUMENT["paths"].values())


def test_every_operation_has_a_handler(cloud: Any) -> None:
    parts = Parts(DeploymentSettings.from_environment(cloud.environment()), lambda: 0.0, None, None, None)  # type: ignore[arg-type]
    assert set(parts.handlers()) == {operation.operation_id for operation in Routes(DOCUMENT).operations()}


def test_versions_media_types_and_error_codes_are_those_of_the_code() -> None:
    assert tuple(SCHEMAS["RequestedVersion"]["enum"]) == versions.SUPPORTED
    assert DOCUMENT["info"]["version"] == versions.CURRENT
    assert set(SCHEMAS["AudioType"]["enum"]) == set(FORMATS)
    made = {error.error_type for error in subclasses(RequestError)} | {
        RequestError.error_type,
        "service_unavailable",
    }
    assert set(SCHEMAS["ErrorType"]["enum"]) == made


def test_the_generated_document_is_up_to_date() -> None:
    page = PAGE.read_text()
    assert page == route_document(), "write it anew: python -m manuel_sandbox.route_document"
    for operation in Routes(DOCUMENT).operations():
        assert f"| {operation.method} | `{operation.path}` |" in page
