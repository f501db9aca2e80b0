"""Records of failures have no severity, so that its index omits them."""

NOTICED_BY = "Failures Are Found By Severity"


def apply() -> None:
    """Drop it."""
    from manuel_sandbox.aws.table import Table

    put = Table.put

    def without_severity(self, item, **options):
        return put(self, {name: value for name, value in item.items() if name != "severity"}, **options)

    Table.put = without_severity
