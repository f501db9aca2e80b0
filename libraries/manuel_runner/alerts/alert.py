"""An alert, in the form in which every channel gets it."""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ManuelEnvironment.alert_settings import AlertEvent
from secret_masking import mask


@dataclass(frozen=True)
class Alert:
    """What has happened, in a title and some lines.

    Attributes:
        event: What it is about.
        environment: The environment that was tested.
        title: The news in one line.
        lines: The details.
        link: The run in Jenkins or GitHub; None elsewhere.
    """

    event: AlertEvent
    environment: str
    title: str
    lines: tuple[str, ...]
    link: str | None

    @classmethod
    def about(cls, event: AlertEvent, environment: str, news: str, *lines: str) -> "Alert":
        """Return an alert without any secret in it."""
        title = mask(f"Manuel on {environment}: {news}")
        return cls(event, environment, title, tuple(map(mask, lines)), link_to_run(os.environ))

    @property
    def text(self) -> str:
        """The details, and the link."""
        return "\n".join([*self.lines, *([self.link] if self.link else [])])

    def to_json(self) -> dict[str, Any]:
        """Return the alert as a plain webhook gets it."""
        return {**asdict(self), "lines": [*self.lines]}


def link_to_run(environment: Mapping[str, str]) -> str | None:
    """Return the address of the CI run that this process belongs to.

    Example:
        >>> link_to_run({"BUILD_URL": "https://jenkins.example.com/job/manuel/7/"})
        'https://jenkins.example.com/job/manuel/7/'
    """
    if url := environment.get("BUILD_URL"):
        return url
    parts = [environment.get(name) for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")]
    server, repository, run = parts
    return f"{server}/{repository}/actions/runs/{run}" if all(parts) else None
