"""`robot.toml`, which only editors and `robotcode` read, has keys that they know; they ignore others without a word."""

import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from robotcode.robot.config.loader import load_robot_config_from_path
from robotcode.robot.config.model import RobotConfig, RobotProfile

ROBOT_TOML = Path(__file__).resolve().parents[3] / "robot.toml"


def unknown_keys(document: dict[str, Any]) -> list[str]:
    return [*_unknown(document, RobotConfig), *_unknown_in_profiles(document.get("profiles", {}))]


def _unknown_in_profiles(profiles: dict[str, dict[str, Any]]) -> Iterator[str]:
    for profile in profiles.values():
        yield from _unknown(profile, RobotProfile)


def _unknown(keys: dict[str, Any], model: type) -> list[str]:
    known = {field.name.replace("_", "-") for field in fields(model)}
    return [key for key in keys if key not in known]


def test_every_key_is_known() -> None:
    assert unknown_keys(tomllib.loads(ROBOT_TOML.read_text(encoding="utf-8"))) == []


def test_a_misspelt_key_is_found() -> None:
    assert unknown_keys({"paths": [], "path": [], "profiles": {"smoke": {"include": ["smoke"]}}}) == [
        "path",
        "include",
    ]


def test_the_smoke_profile_selects_the_smoke_tests() -> None:
    assert load_robot_config_from_path(ROBOT_TOML).combine_profiles("smoke").includes == ["smoke"]
