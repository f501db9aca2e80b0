"""Documents of APIs that are none."""

from pathlib import Path

import pytest

from application_template.errors import TemplateError
from serverless_application.preparation import TemplateSource

PROBLEMS = {
    "paths: ": " must be an OpenAPI document with paths",
    "paths: {/x: [a]}": "/paths/x must be a mapping, not ['a']",
    "paths: {/x: {get: []}}": "/paths/x/get must be a mapping, not []",
    "paths: {/x: {get: {x-amazon-apigateway-integration: mock}}}": (
        "/paths/x/get/x-amazon-apigateway-integration must be a mapping, not 'mock'"
    ),
    "paths: {/x: {get: {parameters: {id: path}}}}": "/paths/x/get/parameters must be a list, not {'id': 'path'}",
    "paths: {/x: {get: {security: users}}}": "/paths/x/get/security must be a list, not 'users'",
    "security: [users]": "/security must be a list of mappings, not of 'users'",
    "x-amazon-apigateway-cors: '*'": "/x-amazon-apigateway-cors must be a mapping, not '*'",
    "x-amazon-apigateway-cors: {allowOrigins: '*'}": "/x-amazon-apigateway-cors/allowOrigins must be a list, not '*'",
}


@pytest.mark.parametrize("kind", ["AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"])
@pytest.mark.parametrize(("document", "problem"), PROBLEMS.items())
def test_a_document_of_another_form_is_refused(
    tmp_path: Path, kind: str, document: str, problem: str
) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(
        f"Resources: {{A: {{Type: {kind}, Properties: {{Body: {{openapi: 3.0.1, {document}}}}}}}}}"
    )
    with pytest.raises(TemplateError) as refused:
        TemplateSource(path).read("000000000001", "eu-west-1")
    assert str(refused.value) == f"{path}: Resources/A: Body{problem}"


def test_a_list_of_cors_may_be_left_empty(tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    body = "{openapi: 3.0.1, paths: {}, x-amazon-apigateway-cors: {allowOrigins: , allowMethods: [GET]}}"
    path.write_text(f"Resources: {{A: {{Type: AWS::ApiGatewayV2::Api, Properties: {{Body: {body}}}}}}}")
    resolved, _ = TemplateSource(path).read("000000000001", "eu-west-1")
    assert [resource.logical_id for resource in resolved.resources] == ["A"]
