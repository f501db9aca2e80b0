from pathlib import Path

import pytest

from application_template.errors import TemplateError
from application_template.sam_config import SamConfig, read_sam_config

FORMS = [
    'parameter_overrides = "Stage=prod Name=\\"two words\\""',
    'parameter_overrides = ["Stage=prod", "Name=\'two words\'"]',
    'parameter_overrides = "ParameterKey=Stage,ParameterValue=prod ParameterKey=Name,ParameterValue=\\"two words\\""',
]


@pytest.mark.parametrize("line", FORMS)
def test_parameters_are_read_in_each_form(tmp_path: Path, line: str) -> None:
    text = f'version = 0.1\n[default.global.parameters]\nstack_name = "orders"\n[default.deploy.parameters]\n{line}\n'
    (tmp_path / "samconfig.toml").write_text(text)
    assert read_sam_config(tmp_path) == SamConfig("orders", {"Stage": "prod", "Name": "two words"})


def test_without_a_file_nothing_is_set(tmp_path: Path) -> None:
    assert read_sam_config(tmp_path) == SamConfig()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[default", "Expected ']'"),
        (
            '[default.deploy.parameters]\nparameter_overrides = "Stage"',
            "parameter_overrides needs Name=value, got 'Stage'",
        ),
    ],
)
def test_a_mistake_names_the_file(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "samconfig.toml").write_text(text)
    with pytest.raises(TemplateError, match=problem) as raised:
        read_sam_config(tmp_path)
    assert str(raised.value).startswith(f"{tmp_path}/samconfig.toml: ")
