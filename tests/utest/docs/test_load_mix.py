"""docs/load.md describes every key of a load mix, and shows one that exists."""

import re

import pytest
import yaml

from load_engine.mix.model import LoadMix, MixedRequest
from support.documents import REPOSITORY

TEXT = (REPOSITORY / "docs" / "load.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("heading", "model"), [("key", LoadMix), ("key of a request", MixedRequest)])
def test_every_key_is_described(heading: str, model: type[LoadMix] | type[MixedRequest]) -> None:
    table = re.search(rf"\n\| {heading} \| means \|.*?\n\n", TEXT, re.DOTALL)
    assert table is not None
    assert sorted(re.findall(r"^\| `(\w+)` \|", table[0], re.MULTILINE)) == sorted(model.model_fields)


def test_example_is_the_file_that_it_names() -> None:
    match = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert match is not None
    file = REPOSITORY / "suites" / "performance" / "afternoon.yaml"
    assert yaml.safe_load(match[1]) == yaml.safe_load(file.read_text(encoding="utf-8"))
