"""Every operation of the services that backends use here, and who answers it: an overlay, moto, or nobody (501).

`python -m aws_stand_in.operations` writes the tables of docs/mock-aws.md anew.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from aws_stand_in.aws_request import Handler, Overlay
from fault_engine.catalogue import service_description

PAGE = Path(__file__).parents[2] / "docs" / "mock-aws.md"
BEGIN, END = "<!-- operations -->", "<!-- end of operations -->"
OF_MOTO = ("iam", "sts")
"""Services that many backends use and no overlay deals with."""
ANY_OPERATION = "*"
LIMITS = "Not imitated"
"""How a paragraph about limits begins in the docstring of an overlay."""

Handlers = Mapping[tuple[str, str], Handler]


class Answered(StrEnum):
    """Who answers an operation."""

    HERE = "imitated here"
    BY_MOTO = "passed on to moto"
    NOT = "501"


def all_handlers(overlays: Iterable[Overlay]) -> dict[tuple[str, str], Handler]:
    """Return what answers in moto's place, by `(service, operation)`."""
    return {key: handler for overlay in overlays for key, handler in overlay.handlers().items()}


def operation_table(handlers: Handlers) -> dict[str, dict[str, Answered]]:
    """Return who answers each operation of each service.

    Args:
        handlers: Those of all overlays. One that is called `refuse` answers 501.

    Returns:
        By service, then by operation, both in alphabetical order.
    """
    services = sorted({service for service, _ in handlers}.union(OF_MOTO))
    return {service: _service_table(service, handlers) for service in services}


def lines(overlays: Sequence[Overlay]) -> Iterator[str]:
    """Yield a line for each operation: `s3.GetObject  imitated here`."""
    table = operation_table(all_handlers(overlays))
    named = [(f"{service}.{name}", answered) for service, each in table.items() for name, answered in each.items()]  # fmt: skip
    width = max(len(name) for name, _ in named)
    yield from (f"{name:{width}}  {answered}" for name, answered in named)


def markdown(overlays: Sequence[Overlay]) -> str:
    """Return a chapter for each service: the limits of what is imitated, and the operations by who answers them."""
    table = operation_table(all_handlers(overlays))
    return "\n".join(_chapter(service, each, limits(service, overlays)) for service, each in table.items())


def limits(service: str, overlays: Iterable[Overlay]) -> str:
    """Return what the overlays of a service say that they do not imitate; nothing if it has no overlay."""
    own = [overlay for overlay in overlays if any(service == one for one, _ in overlay.handlers())]
    documents = [inspect.getdoc(inspect.getmodule(type(overlay))) or "" for overlay in own]
    paragraphs = [one for document in documents for one in document.split("\n\n") if one.startswith(LIMITS)]
    return "\n\n".join(" ".join(one.split()) for one in paragraphs)


def with_tables(page: str, overlays: Sequence[Overlay]) -> str:
    """Return a page whose chapters about services, between two comments, are those of today."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{markdown(overlays)}\n{END}{rest.partition(END)[2]}"


def _service_table(service: str, handlers: Handlers) -> dict[str, Answered]:
    names = sorted(service_description(service)["operations"])
    return {name: _answered(service, name, handlers) for name in names}


def _answered(service: str, operation: str, handlers: Handlers) -> Answered:
    if handler := handlers.get((service, operation)):
        return Answered.NOT if _refuses(handler) else Answered.HERE
    any_handler = handlers.get((service, ANY_OPERATION))
    if (any_handler and _refuses(any_handler)) or _in_snake_case(operation) not in _methods_of_moto(service):
        return Answered.NOT
    return Answered.BY_MOTO


def _refuses(handler: Handler) -> bool:
    return getattr(handler, "__name__", "").strip("_") == "refuse"


def _in_snake_case(operation: str) -> str:
    from moto.core.utils import camelcase_to_underscores

    return camelcase_to_underscores(operation)


@cache
def _methods_of_moto(service: str) -> frozenset[str]:
    """Return the names of the methods of moto's response classes of a service, which are its operations."""
    from moto.backend_index import backend_url_patterns  # noqa: F401 - the index exists before a backend is looked up
    from moto.backends import get_backend
    from moto.core.responses import BaseResponse
    from moto.core.utils import method_names_from_class

    backends: Any = get_backend(service)  # type: ignore[call-overload]
    package = importlib.import_module(backends.backend.__module__.rpartition(".")[0])
    classes = {
        one
        for module in _response_modules(package)
        for _, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, BaseResponse) and one.__module__ == module.__name__
    }
    own = {name for one in classes for name in method_names_from_class(one)}
    return frozenset(own - set(method_names_from_class(BaseResponse)))


def _response_modules(package: Any) -> Iterator[Any]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if "responses" in found.name:
            yield importlib.import_module(found.name)


def _chapter(service: str, table: Mapping[str, Answered], limits: str) -> str:
    by_answer = {
        answered: [name for name, each in table.items() if each is answered] for answered in Answered
    }
    rows = [
        f"| {answered} | {len(names)} | {', '.join(names)} |"
        for answered, names in by_answer.items()
        if names
    ]
    parts = [
        f"### `{service}`",
        limits,
        "\n".join(["| answered | operations | |", "|---|---|---|", *rows, ""]),
    ]
    return "\n\n".join(filter(None, parts))


def _write() -> None:
    from aws_stand_in.stand_in import AwsStandIn

    stand_in = AwsStandIn()
    stand_in.load()
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), stand_in.overlays), encoding="utf-8")


if __name__ == "__main__":
    _write()
