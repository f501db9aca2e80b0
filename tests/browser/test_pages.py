"""The report pages in a browser: accessible by WCAG 2.2 AA, by keyboard, on a phone, light and dark.

`make browser` installs what the checks need, and runs them. Elsewhere they are skipped. Screenshots are in results/browser/.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from browser.requirements import CHROMIUM, missing
from browser.sample_run import write_sample_run

HERE = Path(__file__).parent
SCREENSHOTS = HERE.parents[1] / "results" / "browser"
AXE = HERE / "node_modules" / "axe-core"

pytestmark = pytest.mark.skipif(missing(AXE) is not None, reason=str(missing(AXE)))


def check(*pages: Path) -> list[dict[str, str]]:
    command = ["node", HERE / "check_pages.mjs", CHROMIUM, SCREENSHOTS, *pages]
    checked = subprocess.run(
        list(map(str, command)), check=False, capture_output=True, text=True, env=os.environ
    )
    assert checked.returncode == 0, checked.stderr
    findings: list[dict[str, str]] = json.loads(checked.stdout)
    return findings


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("run")
    write_sample_run(folder)
    return [folder / "summary.html", folder / "trends.html"]


def test_the_pages_have_no_violations(pages: list[Path]) -> None:
    assert check(*pages) == []
    assert {path.name for path in SCREENSHOTS.glob("*.png")} >= {
        f"{page}-{view}.png"
        for page in ("summary", "trends")
        for view in ("desktop-light", "desktop-dark", "phone-light", "phone-dark")
    }


def test_a_page_with_mistakes_is_found(tmp_path: Path) -> None:
    page = tmp_path / "broken.html"
    page.write_text(
        '<html lang="en"><head><title>A</title></head><body><main><h1>A</h1><img src="a">'
        '<p style="color:#ccc">hardly to be read</p><a href="c" style="outline:none">c</a>'
        '<div style="width:3000px">d</div></main></body></html>'
    )
    rules = {finding["rule"] for finding in check(page)}
    assert rules >= {"image-alt", "color-contrast", "overflow", "skip-link", "focus-visible"}
