"""Whether a queue hides messages for as long as its function may take, without which Lambda makes no mapping."""

from collections.abc import Iterable

from application_template.application import CreatedResource
from event_sources.mapping_limits import DEFAULT_VISIBILITY_SECONDS, hides_long_enough
from event_sources.source_mapping import SourceMapping

FUNCTION, QUEUE = "AWS::Lambda::Function", "AWS::SQS::Queue"
DEFAULT_TIMEOUT_SECONDS = 3


class ShortVisibilityError(ValueError):
    """Messages of a queue become visible again before its function has to be done with them."""


def check_visibility(mapping: SourceMapping, resources: Iterable[CreatedResource]) -> None:
    """Refuse what CreateEventSourceMapping refuses.

    Args:
        mapping: The queue and the function.
        resources: All resources of the template.

    Raises:
        ShortVisibilityError: The queue hides messages for less time than the function may take.
    """
    resources = list(resources)
    function = _find_resource(resources, FUNCTION, mapping.function.rpartition(":")[2])
    queue = _find_resource(resources, QUEUE, mapping.source_arn.rpartition(":")[2])
    if function is None or queue is None:
        return
    visible_after = float(queue.properties.get("VisibilityTimeout", DEFAULT_VISIBILITY_SECONDS))
    timeout = float(function.properties.get("Timeout", DEFAULT_TIMEOUT_SECONDS))
    if not hides_long_enough(visible_after, timeout):
        raise ShortVisibilityError(
            f"{queue.logical_id}: its visibility timeout, {visible_after:g} s, is less than the timeout of the function "
            f"{function.logical_id}, {timeout:g} s; AWS makes no event source mapping for them"
        )


def _find_resource(resources: Iterable[CreatedResource], type_: str, name: str) -> CreatedResource | None:
    """Return the resource of a type with a name; the physical id of a queue is its URL."""
    return next(
        (one for one in resources if one.type == type_ and one.physical_id.rpartition("/")[2] == name), None
    )
