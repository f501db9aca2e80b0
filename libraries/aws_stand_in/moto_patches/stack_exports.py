"""What stacks export and import: a name belongs to one stack, and what others import neither changes nor goes.

Source: AWS CloudFormation User Guide, "Get exported outputs from a deployed CloudFormation stack".
"""

from typing import Any

from moto.cloudformation import models, parsing

from aws_stand_in.moto_patches.stack_failures import StackFailedError
from aws_stand_in.moto_patches.template_parts import objects_in

_IMPORT = "Fn::ImportValue"


def publish(stack: Any) -> None:
    """Export what the template of a stack says, in place of what it has exported before.

    Raises:
        StackFailedError: Another stack exports one of the names, or imports one that would change or go.
    """
    backend = _backend_of(stack)
    wanted = {export.name: export for export in stack.exports}
    held = exports_of(stack)
    for name in wanted:
        _require_free(backend, stack, name)
    for name, export in held.items():
        if name not in wanted:
            _require_unused(backend, name, "deleted")
        elif wanted[name].value != export.value:
            _require_unused(backend, name, "updated")
    withdraw(stack)
    backend.exports.update(wanted)


def withdraw(stack: Any) -> None:
    """Export nothing of a stack any more."""
    exports = _backend_of(stack).exports
    for name in exports_of(stack):
        del exports[name]


def exports_of(stack: Any) -> dict[str, Any]:
    """Return what a stack exports by name."""
    exports = _backend_of(stack).exports
    return {name: export for name, export in exports.items() if export.exporting_stack_id == stack.stack_id}


def require_deletable(stack: Any) -> None:
    """Require that no other stack imports what a stack exports.

    Raises:
        StackFailedError: One does.
    """
    for name in exports_of(stack):
        if importing := importers(_backend_of(stack), name):
            raise StackFailedError(
                f"Delete canceled. Cannot delete export {name} as it is in use by {', '.join(importing)}."
            )


def importers(backend: Any, name: str) -> list[str]:
    """Return the names of the stacks that import what is exported by a name."""
    return [stack.name for stack in backend.stacks.values() if name in _imports_of(stack)]


def _require_free(backend: Any, stack: Any, name: str) -> None:
    other = backend.exports.get(name)
    if other is not None and other.exporting_stack_id != stack.stack_id:
        exporter = backend.stacks[other.exporting_stack_id].name
        raise StackFailedError(f"Export with name {name} is already exported by stack {exporter}.")


def _require_unused(backend: Any, name: str, change: str) -> None:
    if importing := importers(backend, name):
        raise StackFailedError(f"Export {name} cannot be {change} as it is in use by {', '.join(importing)}")


def _imports_of(stack: Any) -> set[str]:
    """Return the names of what a stack imports."""
    found = [one[_IMPORT] for one in objects_in(stack.template_dict) if _IMPORT in one]
    return {str(parsing.clean_json(name, stack.resource_map)) for name in found}


def _backend_of(stack: Any) -> Any:
    return models.cloudformation_backends[stack.account_id][stack.region_name]
