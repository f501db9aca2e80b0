"""Names as CloudFormation generates them for resources whose template gives none."""

import base64
import hashlib

RANDOM_LENGTH = 12
LONGEST = 255


def generated_name(stack_name: str, logical_id: str, *, longest: int = LONGEST) -> str:
    """Return `<stack>-<logical id>-<12 characters>`, the same whenever it is asked for.

    Args:
        stack_name: The stack's name.
        logical_id: The resource's name in the template.
        longest: How long names of its type may be; the stack's name is shortened first, as CloudFormation does.

    Example:
        >>> generated_name("orders", "Table")
        'orders-Table-JFQMFWTVHYUG'
    """
    digest = hashlib.sha256(f"{stack_name}/{logical_id}".encode()).digest()
    suffix = base64.b32encode(digest).decode()[:RANDOM_LENGTH]
    room = longest - RANDOM_LENGTH - 2
    identifier = logical_id[: max(room - len(stack_name), room // 2)]
    return f"{stack_name[: room - len(identifier)]}-{identifier}-{suffix}"
