"""The messages of failures."""


def first_line(error: Exception) -> str:
    """Return what an error says in its first line.

    Example:
        >>> first_line(AssertionError("Expected status 200.\\nGot 500"))
        'Expected status 200.'
    """
    return str(error).partition("\n")[0]
