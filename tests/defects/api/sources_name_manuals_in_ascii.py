"""Sources name a manual as it is in the metadata of S3, where other letters than those of ASCII are encoded."""

NOTICED_BY = "File Name Is The Same Everywhere"
MENTIONS = "manual_name"


def apply() -> None:
    """Encode them."""
    from urllib.parse import quote

    from manuel_sandbox.handlers.query import Query

    source_of = Query._source

    def encoded_source(self, source):
        return source_of(self, source) | {"manual_name": quote(source.manual.name, safe=" ()[]&+,;=@!")}

    Query._source = encoded_source
