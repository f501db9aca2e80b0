"""A list of manuals reads each of them once more."""

NOTICED_BY = "List Makes As Many AWS Calls For Six Manuals As For One"


def apply() -> None:
    """Read them one by one."""
    from manuel_sandbox.domain.library import Library

    list_manuals = Library.manuals

    def read_one_by_one(self, owner, **options):
        manuals, next_token = list_manuals(self, owner, **options)
        return [self.find(owner, manual.manual_id) or manual for manual in manuals], next_token

    Library.manuals = read_one_by_one
