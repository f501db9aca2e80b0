"""The templates of this repository can be deployed as they are: cfn-lint finds nothing in them."""

import re
from collections.abc import Sequence
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]
WRITTEN = sorted(
    path
    for folder in ("libraries", "examples", "tests/templates")
    for path in (REPOSITORY / folder).rglob("template.yaml")
)
MADE_BY_CDK = sorted((REPOSITORY / "tests/templates").glob("*/template.json"))
HABITS_OF_CDK = ["W2001", "W3005"]
"""`cdk synth` writes a parameter that nothing uses, and a DependsOn beside the reference that implies it."""


def findings(templates: Sequence[Path], ignored: Sequence[str] = ()) -> list[str]:
    """Return what cfn-lint says about templates, a line each; it takes a second to import, which only this file needs."""
    from cfnlint.config import ConfigMixIn
    from cfnlint.runner import Runner

    config = ConfigMixIn(
        [], templates=[str(path) for path in templates], regions=["eu-west-1"], ignore_checks=list(ignored)
    )
    return [
        f"{match.rule.id} {match.filename} line {match.linenumber}: {match.message}"
        for match in Runner(config).run()
    ]


def test_templates_are_clean() -> None:
    assert findings(WRITTEN) == []


def test_what_cdk_makes_is_clean_but_for_its_habits() -> None:
    assert findings(MADE_BY_CDK, HABITS_OF_CDK) == []


def test_a_misspelt_property_is_found(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text("Resources: {Queue: {Type: AWS::SQS::Queue, Properties: {QueueNam: orders}}}")
    (finding,) = findings([template])
    assert re.fullmatch("E3002 .*template.yaml line 1: .*QueueNam.*", finding)


def test_the_templates_are_found() -> None:
    names = {path.parent.name for path in [*WRITTEN, *MADE_BY_CDK]}
    assert names >= {"manuel_sandbox", "orders", "hello_world", "cdk_output"}
