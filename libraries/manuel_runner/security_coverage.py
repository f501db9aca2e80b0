"""Which tests cover which risk, requirement and weakness, in Markdown, generated from the tags of the suites.

`python -m manuel_runner.security_coverage` writes docs/security-coverage.md anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from robot.running import TestCase, TestSuite

from manuel_runner.selection import SUITES
from ManuelEnvironment.configuration import REPOSITORY

PAGE = REPOSITORY / "docs" / "security-coverage.md"
CATALOGUE = Path(__file__).with_name("security_catalogue.yaml")
FAMILIES = ("owasp-", "asvs-", "cwe-")
INTRODUCTION = """# Security coverage

Which tests cover which risk of the OWASP API Security Top 10, which section of OWASP's Application Security Verification
Standard, and which weakness. A test says so by its tags, such as `owasp-api1`, `asvs-9.1.2` and `cwe-639`: `--include asvs-9.1*`
runs the tests of a row. **Hole** is a row that no test covers and that could have one. Made by
`python -m manuel_runner.security_coverage` from the suites and `libraries/manuel_runner/security_catalogue.yaml`.

A row with tests is covered by them, which does not mean that it is covered completely: read the tests before you rely on them."""


@dataclass(frozen=True)
class SecurityTopic:
    """A risk, a section of requirements, or a weakness.

    Attributes:
        tag: The tag of its tests, or what it begins with: `asvs-9.1` stands for `asvs-9.1.2`, and not for `asvs-9.10`.
        name: Its name.
        without: Why there is no test; empty if there could be one.
    """

    tag: str
    name: str
    without: str = ""

    def is_covered_by(self, test: TestCase) -> bool:
        """Return whether the test has a tag of this topic."""
        return any(self.includes(tag) for tag in test.tags)

    def includes(self, tag: str) -> bool:
        """Return whether a tag is one of this topic's."""
        return tag == self.tag or tag.startswith(f"{self.tag}.")


def catalogue() -> dict[str, tuple[str, list[SecurityTopic]]]:
    """Return the topics by the title of what has them, with its address."""
    parts = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    return {
        part["title"]: (part["address"], [SecurityTopic(**row) for row in part["rows"]]) for part in parts
    }


def security_coverage(suites: Path = SUITES) -> str:
    """Return the page.

    Args:
        suites: The folder with the suites.
    """
    tests = list(TestSuite.from_file_system(suites).all_tests)
    sections = (_section(title, address, topics, tests) for title, (address, topics) in catalogue().items())
    return "\n\n".join([INTRODUCTION, *sections]) + "\n"


def unknown_tags(suites: Path = SUITES) -> set[str]:
    """Return the tags of tests that look like those of a topic, and are not."""
    topics = [topic for _, topics in catalogue().values() for topic in topics]
    tags = {tag for test in TestSuite.from_file_system(suites).all_tests for tag in test.tags}
    return {
        tag for tag in tags if tag.startswith(FAMILIES) and not any(topic.includes(tag) for topic in topics)
    }


def _section(title: str, address: str, topics: Sequence[SecurityTopic], tests: Sequence[TestCase]) -> str:
    rows = {topic: [test for test in tests if topic.is_covered_by(test)] for topic in topics}
    covered = sum(1 for of_topic in rows.values() if of_topic)
    holes = sum(1 for topic, of_topic in rows.items() if not of_topic and not topic.without)
    return "\n".join(
        [
            f"## {title}",
            "",
            f"[{title}]({address}): {covered} of {len(rows)} rows have tests; holes: {holes}.",
            "",
            "| tag | name | tests | where |",
            "|---|---|---|---|",
            *(_row(topic, of_topic) for topic, of_topic in rows.items()),
        ]
    )


def _row(topic: SecurityTopic, tests: Sequence[TestCase]) -> str:
    where = "<br>".join(_by_suite(tests)) or (f"none: {topic.without}" if topic.without else "**hole**")
    return f"| `{topic.tag}` | {topic.name} | {len(tests)} | {where} |"


def _by_suite(tests: Sequence[TestCase]) -> Iterator[str]:
    by_source: dict[Path, list[str]] = {}
    for test in tests:
        by_source.setdefault(Path(test.source), []).append(test.name)
    yield from (_suite(path, names) for path, names in by_source.items())


def _suite(path: Path, names: Sequence[str]) -> str:
    below = path.relative_to(SUITES) if path.is_relative_to(SUITES) else path.name
    link = f"[{Path(below).with_suffix('')}](../suites/{below})"
    return f"{link}: {'; '.join(names)}"


if __name__ == "__main__":
    PAGE.write_text(security_coverage(), encoding="utf-8")
