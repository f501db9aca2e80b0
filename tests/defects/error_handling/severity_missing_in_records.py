"""A record of a failure has no severity, so that its index leaves it out."""

NOTICED_BY = "Failures Are Found By Severity"


def apply() -> None:
    """Drop it."""
    from manuel_sandbox.aws.table import Table

    put = Table.put

    def without_severity(self, item, **options):
        return put(self, {name: value for name, value in item.items() if name != "severity"}, **options)

    Table.put = without_severity
