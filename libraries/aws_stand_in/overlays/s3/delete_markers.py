"""Delete markers, which are versions without content, size and tags."""

from typing import Any


def is_delete_marker(version: Any) -> bool:
    """Tell whether a version, or None where there is none, is a delete marker."""
    from moto.s3.models import FakeDeleteMarker

    return isinstance(version, FakeDeleteMarker)
