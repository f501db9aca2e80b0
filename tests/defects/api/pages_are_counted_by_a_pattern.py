"""The pages of a manual are counted by a pattern, which compressed files do not contain."""

NOTICED_BY = "Compact Manual Has All Its Pages"


def apply() -> None:
    """Count the pattern, and one page at least."""
    import re
    from dataclasses import replace

    from manuel_sandbox.domain import manual_files, manual_submission

    read_pdf = manual_files.read_pdf
    page = re.compile(rb"/Type\s*/Page\b")

    def read_by_pattern(content):
        return replace(read_pdf(content), pages=max(1, len(page.findall(content))))

    manual_submission.read_pdf = read_by_pattern
