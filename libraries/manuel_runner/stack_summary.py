"""What a stack says about the application of its template."""

import shlex
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from application_template.application import TemplateResource
    from manuel_stack.process import LocalStack


def template_lines(stack: "LocalStack") -> list[str]:
    """Return outputs, APIs, functions, and what is left out of a template, as comments; none for the reference backend."""
    from manuel_stack.template_backend import TemplateBackend

    if not isinstance(stack.backend, TemplateBackend):
        return []
    running = stack.backend.running
    return [
        *(f"# output {name}: {shlex.quote(value)}" for name, value in stack.info.outputs.items()),
        *(f"# api {api.name}: {api.base_url}" for api in running.apis),
        *(f"# function {name}" for name in running.functions.definitions),
        *_left_out(running.left_out),
        *(f"# note: {note}" for note in running.notes),
    ]


def _left_out(resources: "Iterable[TemplateResource]") -> Iterable[str]:
    types: dict[str, list[str]] = {}
    for resource in resources:
        types.setdefault(resource.type, []).append(resource.logical_id)
    return [f"# left out: {kind} ({', '.join(names)})" for kind, names in types.items()]
