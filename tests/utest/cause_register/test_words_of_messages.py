"""The words of messages that keywords write are in one file, from which those who look for the cause have them as well."""

import ast
from collections.abc import Iterator
from pathlib import Path

import cause_register

PACKAGE = Path(cause_register.__file__).parent
FORMS = PACKAGE / "forms.py"
WORDS = ("Expected", "Got", "  - ")
"""How the lines begin that say what was expected, what was there instead, and what was found."""


def texts_of_patterns(module: ast.Module) -> Iterator[ast.Constant]:
    """Yield the texts that calls of functions of `re` have as arguments, also those around fields of an f-string."""
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("re."):
            for part in (node for argument in call.args for node in ast.walk(argument)):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part


def test_no_regular_expression_has_words_of_its_own_for_what_was_expected() -> None:
    own = [
        f"{path.name}:{text.lineno}: {text.value!r}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != FORMS
        for text in texts_of_patterns(ast.parse(path.read_text(encoding="utf-8")))
        if any(word in str(text.value) for word in WORDS)
    ]
    assert own == []


def test_one_that_had_would_be_found() -> None:
    module = ast.parse("PATTERN = re.compile(rf'Expected {NAME}', re.MULTILINE)")
    assert [text.value for text in texts_of_patterns(module)] == ["Expected "]
