"""The settings files that the documents show for a backend of one's own are valid."""

import re
from typing import Any

import pytest
import yaml

from ManuelEnvironment.settings import require_exact_types, validate
from support.documents import REPOSITORY, Document

README = Document(REPOSITORY / "README.md")
CHAPTER = Document(REPOSITORY / "docs" / "own-backend.md")
(ON_LOCALHOST,) = re.findall(r"<<'end'\n(.*?)^end$", README.text, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("text", [ON_LOCALHOST, *CHAPTER.code_blocks("yaml")])
def test_settings_are_valid(text: str) -> None:
    values: dict[str, Any] = yaml.safe_load(text)
    require_exact_types(values, source="mine.yaml")
    assert validate(values, source="mine.yaml").environment == "mine"


def test_the_chapter_has_a_file_for_each_place_without_a_template() -> None:
    assert len(CHAPTER.code_blocks("yaml")) == 2
