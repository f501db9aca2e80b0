"""A page may have fewer entries than requested, as in DynamoDB: the token says whether there are more."""


def apply() -> None:
    """Return ten entries at most."""
    import dataclasses

    from manuel_sandbox.handlers import ingestion, manuals, pages

    def at_most_ten(request):
        wanted = pages.requested_page(request)
        return dataclasses.replace(wanted, limit=min(wanted.limit, 10))

    manuals.requested_page = ingestion.requested_page = at_most_ten
