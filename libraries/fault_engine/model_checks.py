"""Checks of a rule against botocore's models: a name that AWS does not know is a typing error and gets a hint."""

from fnmatch import fnmatchcase

from fault_engine.catalogue import service_model, service_names
from fault_engine.errors import RuleError
from fault_engine.faults.errors import ServiceError
from fault_engine.faults.jobs import Stuck, speaks_json
from fault_engine.identification import Call
from fault_engine.modelled_errors import error_shapes, find_error_shape
from fault_engine.rules import Rule, is_pattern
from field_comparison.suggestions import did_you_mean


def check_rule(rule: Rule) -> Rule:
    """Check a rule's names against botocore's models.

    Returns:
        The rule, with a note where it is unusual: an error code that no named operation models is allowed, since
        real services answer codes that their models do not list.

    Raises:
        RuleError: A service or operation does not exist, or the fault cannot happen to the matched calls.
    """
    services = _services(rule)
    operations = _operations(rule, services)
    _check_patch(rule, services)
    _check_reach(rule, services, operations)
    if not isinstance(rule.fault, ServiceError):
        return rule
    if rule.pattern.is_http:
        raise RuleError(
            f"rule {rule.name!r}: only AWS calls have AWS errors. Use fault http_error for {rule.pattern.describe()}."
        )
    _check_members(rule, rule.fault, services)
    return rule.model_copy(update={"notes": _unmodelled(rule.fault, services, operations)})


def _services(rule: Rule) -> list[str]:
    found: list[str] = []
    for wanted in rule.pattern.service or ():
        matching = [name for name in service_names() if fnmatchcase(name, wanted)]
        if not matching:
            hint = did_you_mean(wanted, service_names())
            raise RuleError(f"rule {rule.name!r}: there is no AWS service {wanted!r}.{hint}")
        found += matching
    return found


def _operations(rule: Rule, services: list[str]) -> list[str]:
    if not services or not rule.pattern.operation:
        return []
    known = [operation for service in services for operation in service_model(service).operation_names]
    found: list[str] = []
    for wanted in rule.pattern.operation:
        matching = [name for name in known if fnmatchcase(name, wanted)]
        if not matching:
            hint = did_you_mean(wanted, known)
            where = " or ".join(rule.pattern.service or ())
            raise RuleError(f"rule {rule.name!r}: {where} has no operation {wanted!r}.{hint}")
        found += matching
    return found


def _check_patch(rule: Rule, services: list[str]) -> None:
    """Refuse a patch of responses that are not JSON."""
    fault = rule.fault
    if not isinstance(fault, Stuck) or fault.patch is None or not services:
        return
    if not any(speaks_json(service, None) for service in services):
        raise RuleError(
            f"rule {rule.name!r}: a patch changes JSON, and the responses of {', '.join(services)} are XML. "
            "Use fault http_error to answer with a body of your own."
        )


def _check_reach(rule: Rule, services: list[str], operations: list[str]) -> None:
    """Refuse a fault that can happen to none of the operations."""
    if not operations:
        return
    pairs = [(service, operation) for service in services for operation in operations]
    if not any(rule.fault.applies_to(Call("POST", "/", (pair,))) for pair in pairs):
        possible = [
            operation
            for service in services
            for operation in service_model(service).operation_names
            if rule.fault.applies_to(Call("POST", "/", ((service, operation),)))
        ]
        raise RuleError(
            f"rule {rule.name!r}: {rule.fault.fault} can't happen to {', '.join(operations)}. "
            f"It can to: {', '.join(possible) or 'no operation of this service'}."
        )


def _check_members(rule: Rule, fault: ServiceError, services: list[str]) -> None:
    for service in services:
        shape = find_error_shape(service, None, fault.code)
        unknown = sorted((fault.members or {}).keys() - shape.members.keys()) if shape else []
        if shape and unknown:
            hint = did_you_mean(unknown[0], shape.members)
            raise RuleError(f"rule {rule.name!r}: {service} {shape.name} has no member {unknown[0]!r}.{hint}")


def _unmodelled(fault: ServiceError, services: list[str], operations: list[str]) -> tuple[str, ...]:
    if not services or any(is_pattern(name) for name in services):
        return ()
    modelled = {
        code
        for service in services
        for name in (operations or service_model(service).operation_names)
        if name in service_model(service).operation_names
        for shape in error_shapes(service_model(service).operation_model(name))
        for code in (shape.name, shape.error_code)
    }
    if fault.code in modelled:
        return ()
    hint = did_you_mean(fault.code, modelled)
    return (f"{fault.code} is not among the errors that {', '.join(operations or services)} models.{hint}",)
