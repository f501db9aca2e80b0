"""What all services of moto share."""

import functools
from typing import Any

import moto.core.responses
import moto.core.serialize
import moto.core.utils
from moto.core.common_models import BaseModel

from aws_stand_in.xml_text import xml_text


def _disable_instance_registry() -> None:
    """Keep moto from listing every model instance for its dashboard, which makes memory grow with each request."""

    def new(cls: type, *_args: Any, **_kwargs: Any) -> Any:
        return object.__new__(cls)

    model: Any = BaseModel
    model.__new__ = new


def _look_up_methods_once() -> None:
    """Cache the methods of response classes, which moto looks up on every request."""
    responses: Any = moto.core.responses
    responses.method_names_from_class = functools.cache(responses.method_names_from_class)


def _find_models_once() -> None:
    """Cache the model loader: moto makes one for each service model, and each lists botocore's whole data folder."""
    utils: Any = moto.core.utils
    utils.create_loader = functools.cache(utils.create_loader)


def _write_xml_quickly() -> None:
    """Write the XML of answers without looking at each character of the names of elements, which are those of the models."""
    serializer: Any = moto.core.serialize.BaseXMLSerializer
    serializer._serialize_body = lambda _serializer, body: xml_text(body)


def apply() -> None:
    """Change moto."""
    _disable_instance_registry()
    _look_up_methods_once()
    _find_models_once()
    _write_xml_quickly()
