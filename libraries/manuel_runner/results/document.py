"""The fields of results.json in Markdown, generated from its schema.

`python -m manuel_runner.results.document` writes docs/results.md anew.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from manuel_runner.results.writing import SCHEMA
from ManuelEnvironment.configuration import REPOSITORY

PAGE = REPOSITORY / "docs" / "results.md"
INTRODUCTION = """# results.json

What `manuel-tests run` writes at the end of a run, and `manuel-tests report OUTPUT` from the output of any other: that of
robot, pabot or rebot, as XML or as JSON, split by tests, run again or merged. Made from
`libraries/manuel_runner/results/results.schema.json` by `python -m manuel_runner.results.document`.

```bash
robot --outputdir results suites/ ; manuel-tests report results/output.xml
```

Every field is there in every file. Durations are in milliseconds."""
MEASUREMENTS = """## Measurements

Each measurement has those of these figures that it can have: those of an arrival rate only if there was one, a percentile only
if it falls on no failed request.

| figure | meaning |
|---|---|
| `p50_ms`, `p95_ms`, `p99_ms` | percentiles of the response times, by nearest rank |
| `avg_ms`, `min_ms`, `max_ms` | average, shortest and longest response time |
| `name_lookup_p50_ms`, `connect_p50_ms`, `tls_p50_ms`, `server_p50_ms` | medians of the phases of a request |
| `throughput_per_s` | successful responses per second |
| `offered_per_s` | requests that became due per second |
| `error_rate` | share of failed and dropped requests, from 0 to 1 |
| `count` | how many requests were sent |
| `dropped` | requests that were due and not sent, because too many were in flight |
| `peak_in_flight` | the largest number of requests that waited for a response at the same time |
| `late_p99_ms` | 99th percentile of how late requests were sent |
| `connection_reuse` | share of requests on an existing connection, from 0 to 1 |
| `<kind>_p50_ms` | of a comparison: the median of each kind, such as `hit_p50_ms` and `miss_p50_ms` |
| `speedup`, `speedup_low`, `speedup_high` | of a comparison: how many times faster, with its confidence interval of 95 % |
| `p_value`, `probability_faster` | of a comparison: whether the difference may be chance |
| `hit_rate` | of a comparison with a cache: share of the responses that say that they come from it, from 0 to 1 |"""


def results_document() -> str:
    """Return the page: a table of fields for the whole file, and one for each kind of object in it."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    objects = [_section(name, part) for name, part in schema["$defs"].items()]
    return "\n\n".join([INTRODUCTION, _fields(schema), *objects, MEASUREMENTS]) + "\n"


def _section(name: str, part: Mapping[str, Any]) -> str:
    return f"## {_heading(name)}\n\n{part['description']}\n\n{_fields(part)}"


def _heading(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _fields(part: Mapping[str, Any]) -> str:
    rows = [
        f"| `{name}` | {_type(field)} | {field['description']} |"
        for name, field in part["properties"].items()
    ]
    return "\n".join(["| field | type | meaning |", "|---|---|---|", *rows])


def _type(field: Mapping[str, Any]) -> str:
    return " or ".join(_types(field))


def _types(field: Mapping[str, Any]) -> Iterator[str]:
    match field:
        case {"$ref": reference}:
            name = _heading(reference.rpartition("/")[2])
            yield f"[{name.lower()}](#{name.lower().replace(' ', '-')})"
        case {"oneOf": parts} | {"allOf": parts}:
            yield from (_type(part) for part in parts if part.keys() != {"properties"})
        case {"enum": values}:
            yield ", ".join(f"`{value}`" for value in values)
        case {"type": list() as types}:
            yield from types
        case {"type": "array", "items": items}:
            yield f"list of {_type(items)}"
        case {"additionalProperties": {} as values}:
            yield f"by name, {_type(values)}"
        case _:
            yield field["type"]


if __name__ == "__main__":
    PAGE.write_text(results_document(), encoding="utf-8")
