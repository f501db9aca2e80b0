"""A manual with the same content as an older one is cited by the older name."""

NOTICED_BY = "New Edition Replaces The Old One"


def apply() -> None:
    """Keep one name per content."""
    from manuel_sandbox.domain.manual_files import ManualFiles
    from manuel_sandbox.handlers.query import Query

    store, source_of = ManualFiles.store, Query._source
    names, first_names = {}, {}

    def store_and_name(self, manual, content):
        names[manual.manual_id] = first_names.setdefault((manual.owner, content), manual.name)
        store(self, manual, content)

    def source_by_content(self, source):
        return source_of(self, source) | {"manual_name": names[source.manual.manual_id]}

    ManualFiles.store, Query._source = store_and_name, source_by_content
