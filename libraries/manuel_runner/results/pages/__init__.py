"""The pages of a run: self-contained HTML without scripts, light and dark."""

from manuel_runner.results.pages.summary_page import render_summary_page
from manuel_runner.results.pages.trend_page import render_trend_page

__all__ = ["render_summary_page", "render_trend_page"]
