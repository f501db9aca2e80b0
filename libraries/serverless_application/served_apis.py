"""The APIs of an application, each on a port of its own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api_gateway.template_apis import TemplateApi
from application_template.application import CreatedResource
from serverless_application.creation import of_type

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

DEFAULT_STAGE = "$default"
STAGES = {"AWS::ApiGateway::Stage": "RestApiId", "AWS::ApiGatewayV2::Stage": "ApiId"}
"""The types of stages, and the property that names the API."""


@dataclass(frozen=True, slots=True)
class ServedApi:
    """An API and where it is served.

    Attributes:
        name: Its logical id.
        api_id: Its id.
        url: The URL of its server.
        base_path: The path of its first stage, such as `/Prod`; empty for the default stage.
    """

    name: str
    api_id: str
    url: str
    base_path: str

    @property
    def base_url(self) -> str:
        """The URL before the paths of the API."""
        return f"{self.url}{self.base_path}"


def serve_apis(
    apis: Iterable[TemplateApi],
    created: Mapping[str, CreatedResource],
    serve: "Callable[[str, WSGIApplication, str], str]",
) -> list[ServedApi]:
    """Serve all APIs, and return where.

    Args:
        apis: The APIs.
        created: The application's resources.
        serve: Serves an API with a base path in place of a host of AWS, and returns its URL.
    """
    base_paths = [(api, _base_path_of(api.api_id, created)) for api in apis]
    return [
        ServedApi(api.logical_id, api.api_id, serve(api.host, api.application, base_path), base_path)
        for api, base_path in base_paths
    ]


def _base_path_of(api_id: str, created: Mapping[str, CreatedResource]) -> str:
    names = [
        str(stage.properties["StageName"])
        for stage in of_type(created, *STAGES)
        if stage.properties[STAGES[stage.type]] == api_id
    ]
    return "" if not names or names[0] == DEFAULT_STAGE else f"/{names[0]}"
