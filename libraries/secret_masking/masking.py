"""The register of this process, and the mask that every text passes before it is written."""

from secret_masking.index import SecretIndex
from secret_masking.shapes import replace_shapes, secrets_in

MASK = "<secret>"
"""How Robot Framework itself prints a `Secret`."""

_index = SecretIndex()


def register(value: str) -> None:
    """Mask this value from now on, however it is encoded. Values of fewer than eight characters are left alone."""
    _index.add(value)


def register_secrets_in(text: str) -> None:
    """Register the tokens in a text, and the signatures of its presigned URLs, which may be printed without the URL."""
    for value in secrets_in(text):
        register(value)


def mask(text: str) -> str:
    """Return a text with every registered secret, and everything that looks like a token, replaced.

    Example:
        >>> mask("Authorization: Bearer eyJhbGciOiJub25lIn0.e30.")
        'Authorization: Bearer <secret>'
    """
    return _index.replace(replace_shapes(text, MASK), MASK)
