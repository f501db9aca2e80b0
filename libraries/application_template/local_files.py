"""What a template names by a path on this machine: the code of functions and layers, definitions of APIs, nested templates."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from application_template.cdk_assets import cdk_assets
from application_template.errors import at
from application_template.includes import read_local_file

LOCAL_BUCKET = "local-files"
"""Stands for the bucket to which `sam package` would upload: a key in it is a path on this machine, without its leading slash."""

CODE = {
    "AWS::Serverless::Function": "CodeUri",
    "AWS::Serverless::LayerVersion": "ContentUri",
    "AWS::Lambda::Function": "Code",
    "AWS::Lambda::LayerVersion": "Content",
}
DEFINITIONS = {
    "AWS::Serverless::Api": ("DefinitionUri", "DefinitionBody"),
    "AWS::Serverless::HttpApi": ("DefinitionUri", "DefinitionBody"),
    "AWS::ApiGateway::RestApi": ("BodyS3Location", "Body"),
    "AWS::ApiGatewayV2::Api": ("BodyS3Location", "Body"),
}
TEMPLATES = {"AWS::Serverless::Application": "Location", "AWS::CloudFormation::Stack": "TemplateURL"}
ASSET = "aws:asset:path"


def with_local_files(template: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return a template whose code is in `LOCAL_BUCKET`, whose APIs have their definitions, and whose nested templates are found.

    Args:
        template: A template before SAM's expansion.
        folder: The folder of the template, to which its paths are relative.

    Raises:
        TemplateError: A file or folder does not exist.
    """
    assets = cdk_assets(folder)
    resources = {
        logical_id: _with_files(resource, logical_id, folder, assets)
        for logical_id, resource in template["Resources"].items()
    }
    return {**template, "Resources": resources, **_with_global_code(template, folder)}


def code_path(code: Mapping[str, Any]) -> Path | None:
    """Return the file or folder of a function's or layer's code, from its resolved `Code` or `Content`; None if it has none here.

    Example:
        >>> code_path({"S3Bucket": "local-files", "S3Key": "home/me/app/src"})
        PosixPath('/home/me/app/src')
    """
    return Path("/") / code["S3Key"] if code.get("S3Bucket") == LOCAL_BUCKET else None


def _with_files(resource: Any, logical_id: str, folder: Path, assets: Mapping[str, str]) -> Any:
    if _type(resource) in CODE:
        return _with_code(resource, logical_id, folder, assets)
    if _type(resource) in TEMPLATES:
        return _with_template(resource, logical_id, folder, assets)
    return _with_definition(resource, logical_id, folder)


def _with_definition(resource: Any, logical_id: str, folder: Path) -> Any:
    place, body = DEFINITIONS.get(_type(resource), ("", ""))
    properties = _properties(resource)
    if not isinstance(properties.get(place), str):
        return resource
    content = read_local_file(properties[place], folder, f"Resources/{logical_id}: {place}")
    rest = {name: value for name, value in properties.items() if name != place}
    return {**resource, "Properties": {**rest, body: content}}


def _with_code(resource: Any, logical_id: str, folder: Path, assets: Mapping[str, str]) -> Any:
    name = CODE[_type(resource)]
    properties = _properties(resource)
    path = _asset(resource, properties.get(name), assets) or properties.get(name)
    if not isinstance(path, str) or path.startswith("s3://"):
        return resource
    code = _located(path, ("Resources", logical_id), folder)
    return {
        **resource,
        "Properties": {**properties, name: _as_uri(code) if name.endswith("Uri") else _as_object(code)},
    }


def _with_template(resource: Any, logical_id: str, folder: Path, assets: Mapping[str, str]) -> Any:
    name, properties = TEMPLATES[_type(resource)], _properties(resource)
    path = _asset(resource, None, assets) or properties.get(name)
    if not isinstance(path, str) or "://" in path:
        return resource
    located = (folder / path).resolve()
    if not located.is_file():
        raise at(("Resources", logical_id), f"there is no template at {path!r}: {located} does not exist")
    return {**resource, "Properties": {**properties, name: str(located)}}


def _asset(resource: Any, code: Any, assets: Mapping[str, str]) -> Any:
    """Return the path of code that CDK has put next to the template: from the resource, or from the asset manifest."""
    key = code.get("S3Key") if isinstance(code, dict) else None
    return (resource.get("Metadata") or {}).get(ASSET) or (assets.get(key) if isinstance(key, str) else None)


def _with_global_code(template: dict[str, Any], folder: Path) -> dict[str, Any]:
    sections = template.get("Globals") or {}
    common = sections.get("Function") or {}
    if not isinstance(common, dict):
        raise at(("Globals", "Function"), "must be a mapping")
    path = common.get("CodeUri")
    if not isinstance(path, str) or path.startswith("s3://"):
        return {}
    code = _as_uri(_located(path, ("Globals", "Function"), folder))
    return {"Globals": {**sections, "Function": {**common, "CodeUri": code}}}


def _located(path: str, where: tuple[str, ...], folder: Path) -> Path:
    located = (folder / path).resolve()
    if not located.exists():
        raise at(where, f"there is no code at {path!r}: {located} does not exist")
    return located


def _as_uri(path: Path) -> str:
    return f"s3://{LOCAL_BUCKET}{path}"


def _as_object(path: Path) -> dict[str, str]:
    return {"S3Bucket": LOCAL_BUCKET, "S3Key": str(path).removeprefix("/")}


def _type(resource: Any) -> str:
    return str(resource.get("Type")) if isinstance(resource, dict) else ""


def _properties(resource: Any) -> dict[str, Any]:
    properties = resource.get("Properties") if isinstance(resource, dict) else None
    return properties if isinstance(properties, dict) else {}
