"""The register of this process, and the mask that every text passes before it is written."""

from secret_masking.index import SecretIndex
from secret_masking.shapes import replace_shapes

MASK = "<secret>"
"""How Robot Framework itself prints a `Secret`."""

_index = SecretIndex()


def register(value: str) -> None:
    """Mask this value from now on, however it is encoded. Values of fewer than eight characters are left alone."""
    _index.add(value)


def mask(text: str) -> str:
    """Return a text with every registered secret, and everything that looks like a token, replaced.

    Example:
        >>> mask("Authorization: Bearer eyJhbGciOiJub25lIn0.e30.")
        'Authorization: Bearer <secret>'
    """
    return _index.replace(replace_shapes(text, MASK), MASK)
