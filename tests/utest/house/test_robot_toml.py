"""`robot.toml`, which only editors and `robotcode` read, has keys that they know; they ignore others without a word."""

import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from robot.rebot import USAGE
from robot.utils.argumentparser import ArgumentParser
from robotcode.robot.config.loader import load_robot_config_from_path
from robotcode.robot.config.model import RobotConfig, RobotProfile

from manuel_runner.report import REPORT_OPTIONS, report_options

REPOSITORY = Path(__file__).resolve().parents[3]
ROBOT_TOML = REPOSITORY / "robot.toml"


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


def test_reports_of_editors_have_the_options_of_all_others() -> None:
    parser = ArgumentParser(USAGE)
    options, _ = parser.parse_args(["--argumentfile", str(REPORT_OPTIONS)])
    assert parser.parse_args(report_options())[0] == options
    config = load_robot_config_from_path(ROBOT_TOML)
    assert config.tag_stat_exclude == options["tagstatexclude"]
    assert [f"{tag}:{link}" for tag, link in (config.tag_stat_link or {}).items()] == options["tagstatlink"]
