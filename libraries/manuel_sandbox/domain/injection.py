"""Detection of input that is found only in attacks."""

import html
import re
from typing import Literal

from manuel_sandbox.domain.errors import FieldProblem, MaliciousInputError

Policy = Literal["reject", "neutralise"]

SCRIPT = (
    r"<\s*/?\s*(script|iframe|object|embed)\b",
    r"<\s*[a-z][^<>]{0,200}\bon[a-z]{3,20}\s*=",
    r"\b(javascript|vbscript)\s*:\s*\S",
    r"<\s*(img|svg|body|link|meta|base)\b[^<>]{0,200}=",
)
SQL = (
    r"'\s*(or|and)\s+['\"]?[\w]{1,40}['\"]?\s*(=|<|>|like\b)",
    r"\b(or|and)\s+(\d{1,9})\s*=\s*\d{1,9}\s*(--|#|/\*|;|$)",
    r"['\"]\s*;?\s*(--|#|/\*)",
    r";\s*(drop|delete|truncate|alter|update|insert|exec|shutdown|create)\b\s*\S",
    r"\bunion\s+(all\s+)?select\b",
    r"\bselect\b[\w\s,.*()@]{1,100}\bfrom\s+[\w.]{1,60}\s*(;|--|\bwhere\s+\S+\s*(=|like\b))",
    r"\bdrop\s+(table|database|schema)\s+\w{1,60}\s*(;|--)",
    r"\bdelete\s+from\s+\w{1,60}\s*(;|--|where\s+\S+\s*=)",
    r"\binsert\s+into\s+\w{1,60}\s*(\([^)]{0,200}\)\s*)?values\s*\(",
    r"\bupdate\s+\w{1,60}\s+set\s+\w{1,60}\s*=",
    r"\b(xp_cmdshell|waitfor\s+delay|pg_sleep\s*\(|benchmark\s*\(|information_schema\.)",
)
ATTACK = re.compile("|".join((*SCRIPT, *SQL)), re.IGNORECASE)


def looks_like_attack(text: str) -> bool:
    """Return whether text contains something that is found only in attacks.

    Ordinary sentences do not, whatever words they contain.

    Example:
        >>> looks_like_attack("'; DROP TABLE users; --")
        True
        >>> looks_like_attack("How do I drop it on the table?")
        False
    """
    return ATTACK.search(text) is not None


def sanitise(text: str, field: str, policy: Policy) -> str:
    """Treat text as the policy of the deployment demands.

    Returns:
        The text; if it looks like an attack, with escaped markup.

    Raises:
        MaliciousInputError: The text looks like an attack, and the policy is to reject it.
    """
    if not looks_like_attack(text):
        return text
    if policy == "reject":
        raise MaliciousInputError(FieldProblem(field, "it contains code, not only text"))
    return html.escape(text, quote=False)
