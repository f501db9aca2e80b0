"""While manuals cannot be looked up, questions are answered without sources."""

NOTICED_BY = "Question Whose Manuals Cannot Be Looked Up Is Refused"
MENTIONS = "503"


def apply() -> None:
    """Take them for deleted ones."""
    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.assistant import Assistant

    sources = Assistant._sources

    def sources_if_known(self, user_id, passages):
        try:
            return sources(self, user_id, passages)
        except DependencyError:
            return ()

    Assistant._sources = sources_if_known
