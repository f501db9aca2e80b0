"""What stands for the labels of a request URI in a path."""

import pytest

from fault_engine.routes import path_parameters


@pytest.mark.parametrize(
    ("uri", "path", "parameters"),
    [
        ("/", "/", {}),
        ("/model/{modelId}/invoke", "/model/a%3Ab%2Fc/invoke", {"modelId": "a:b/c"}),
        ("/{Bucket}/{Key+}?x-id=PutObject", "/bucket/a/b%20c", {"Bucket": "bucket", "Key": "a/b c"}),
        ("/model/{modelId}/invoke", "/model//invoke", None),
        ("/model/{modelId}/invoke", "/model/a/converse", None),
    ],
)
def test_parameters_are_read_from_a_path(uri: str, path: str, parameters: dict[str, str] | None) -> None:
    assert path_parameters(uri, path) == parameters
