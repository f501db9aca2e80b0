"""The lines of the log have the time of another time zone, and do not say so."""

NOTICED_BY = "Log Is One JSON Object A Line"
MENTIONS = "RFC 3339"


def apply() -> None:
    """Write the time of a clock two hours ahead."""
    import json
    from datetime import datetime, timedelta

    from manuel_sandbox.logs import JsonFormatter

    to_line = JsonFormatter.format

    def in_local_time(self, record):
        entry = json.loads(to_line(self, record))
        moment = datetime.fromisoformat(entry["timestamp"]).replace(tzinfo=None) + timedelta(hours=2)
        return json.dumps(
            {**entry, "timestamp": moment.isoformat(timespec="milliseconds")}, ensure_ascii=False
        )

    JsonFormatter.format = in_local_time
