"""The AWS services as the installed botocore models describe them, read as late and as little as possible."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from botocore.loaders import Loader
from botocore.model import ServiceModel

_MODEL_FILES = ("service-2.json.gz", "service-2.json")
_HEAD_CHARACTERS = 4096
"""The metadata is in the first kilobytes of a model, and the largest model has 8 MB."""


@dataclass(frozen=True, slots=True)
class ServiceMetadata:
    """The metadata of one service model, by which a request to this service can be recognized."""

    name: str
    api_version: str
    protocol: str
    target_prefix: str | None
    signing_names: frozenset[str]
    takes_bearer_token: bool
    """Whether clients may send `Authorization: Bearer ...` instead of a signature."""


@dataclass(frozen=True, slots=True)
class ServiceIndex:
    """All installed services, by what a raw request contains."""

    by_name: Mapping[str, ServiceMetadata]
    by_target_prefix: Mapping[str, tuple[str, ...]]
    by_signing_name: Mapping[str, tuple[str, ...]]
    by_api_version: Mapping[str, tuple[str, ...]]
    taking_bearer_tokens: tuple[str, ...]


@cache
def service_index() -> ServiceIndex:
    """Index every installed service by name, target prefix, signing name and API version (about 0.1 s, once)."""
    by_name = {metadata.name: metadata for metadata in sorted(_latest_metadata(), key=_namesake_first)}
    by_target_prefix: dict[str, list[str]] = defaultdict(list)
    by_signing_name: dict[str, list[str]] = defaultdict(list)
    by_api_version: dict[str, list[str]] = defaultdict(list)
    for name, metadata in by_name.items():
        by_api_version[metadata.api_version].append(name)
        if metadata.target_prefix:
            by_target_prefix[metadata.target_prefix].append(name)
        for signing_name in metadata.signing_names:
            by_signing_name[signing_name].append(name)
    return ServiceIndex(
        by_name=by_name,
        by_target_prefix=_frozen(by_target_prefix),
        by_signing_name=_frozen(by_signing_name),
        by_api_version=_frozen(by_api_version),
        taking_bearer_tokens=tuple(name for name, metadata in by_name.items() if metadata.takes_bearer_token),
    )


def service_names() -> tuple[str, ...]:
    """Return the names of all installed services as boto3 spells them, sorted: `accessanalyzer`, `account`, ..."""
    return tuple(sorted(service_index().by_name))


@cache
def service_model(service: str) -> ServiceModel:
    """Return the whole model of a service.

    Raises:
        botocore.exceptions.UnknownServiceError: There is no such service.
    """
    return ServiceModel(service_description(service), service)


@cache
def service_description(service: str) -> Mapping[str, Any]:
    """Return the model of a service as the JSON that botocore ships, with its SDK extras applied."""
    description: Mapping[str, Any] = _loader().load_service_model(service, "service-2")
    return description


@cache
def _loader() -> Loader:
    return Loader(include_default_search_paths=True)


def _latest_metadata() -> Iterator[ServiceMetadata]:
    latest: dict[str, Path] = {}
    for root in map(Path, _loader().search_paths):
        for file_name in _MODEL_FILES:
            for path in sorted(root.glob(f"*/*/{file_name}")):
                service, api_version = path.parts[-3:-1]
                known = latest.get(service)
                if known is None or api_version > known.parts[-2]:
                    latest[service] = path
    for service, path in latest.items():
        yield _read_metadata(service, path)


def _namesake_first(metadata: ServiceMetadata) -> tuple[bool, str]:
    """Sort services named like their signing name first: requests to `docdb` look like those to `rds`."""
    return metadata.name not in metadata.signing_names, metadata.name


def _read_metadata(service: str, path: Path) -> ServiceMetadata:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        head = file.read(_HEAD_CHARACTERS)
    start = head.index("{", head.index('"metadata"'))
    metadata, _ = json.JSONDecoder().raw_decode(head, start)
    return ServiceMetadata(
        name=service,
        api_version=metadata["apiVersion"],
        protocol=metadata["protocol"],
        target_prefix=metadata.get("targetPrefix"),
        signing_names=frozenset(
            {metadata.get("signingName", metadata["endpointPrefix"]), metadata["endpointPrefix"]}
        ),
        takes_bearer_token="smithy.api#httpBearerAuth" in metadata.get("auth", ())
        or metadata.get("signatureVersion") == "bearer",
    )


def _frozen(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in lists.items()}
