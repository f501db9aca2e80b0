"""The table of settings: every setting is in it, in the order of the code, with its default."""

import json
import re
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from ManuelEnvironment.settings import Settings

DOCUMENT = Path(__file__).parents[3] / "docs" / "settings.md"
ROW = re.compile(r"^\| (`\w+`(?:, `\w+`)*) \| .+ \| (.*?) ?\|$", re.MULTILINE)


def test_every_setting_is_listed_with_its_default() -> None:
    listed = {
        name: default
        for names, default in ROW.findall(DOCUMENT.read_text(encoding="utf-8"))
        for name in re.findall(r"\w+", names)
    }
    assert listed == {name: shown(field) for name, field in Settings.model_fields.items()}
    assert list(listed) == list(Settings.model_fields)


def shown(field: FieldInfo) -> str:
    """Return a default as the table has it."""
    if field.is_required():
        return ""
    value: Any = field.default
    if value in (None, "", [], {}):
        return "none"
    return f"`{value if isinstance(value, str) else json.dumps(value)}`"
