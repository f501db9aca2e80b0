"""Lists of the Lambda API, a page at a time."""

from collections.abc import Iterable, Mapping
from typing import Any

from aws_stand_in.overlays.paging import page


def paged(items: Iterable[Any], parameters: Mapping[str, Any], member: str) -> dict[str, Any]:
    """Return one page of a list operation, with the marker of the next one.

    Args:
        items: All items; those behind the page are not looked at.
        parameters: The operation's parameters.
        member: Name of the list in the result.

    Raises:
        AwsError: ValidationException for a marker that was never issued.
    """
    listed = page(items, parameters, member, size="MaxItems", token="Marker")
    marker = listed.pop("Marker", None)
    return listed if marker is None else {**listed, "NextMarker": marker}
