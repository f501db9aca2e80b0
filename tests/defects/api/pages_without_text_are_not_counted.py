"""Pages that have only pictures are not counted."""

NOTICED_BY = "Pages Without Text Are Counted"
MENTIONS = "pages=5"


def apply() -> None:
    """Count those with words, if there are any."""
    from manuel_sandbox.domain import manual_files

    words_on_pages = manual_files._words_on_pages

    def words_on_pages_with_text(content):
        counts = words_on_pages(content)
        return [count for count in counts if count] if counts and any(counts) else counts

    manual_files._words_on_pages = words_on_pages_with_text
