"""The names of the files in a results folder."""

OUTPUT = "output.xml"
RESULTS = "results.json"
SUMMARY = "summary.md"
SUMMARY_PAGE = "summary.html"
TRENDS = "trends.html"
HISTORY = "history.jsonl"
