"""Write the keyword manual: a page for each keyword library and resource file, and an index of them all.

Used by `make docs`: `python docs/keyword_manual.py docs/keywords`.
"""

import re
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markdown import markdown
from markupsafe import Markup
from pygments.lexers import robotframework
from robot.libdoc import LibraryDocumentation
from robot.libdocpkg.model import LibraryDoc

PROJECT = Path(__file__).resolve().parents[1]
# A package in CamelCase is a keyword library; any other is an engine or a program.
LIBRARIES = sorted(path.name for path in (PROJECT / "libraries").iterdir() if path.name[0].isupper())
RESOURCES = sorted((PROJECT / "resources").rglob("*.resource"))


class Steps(robotframework._Table):
    """Lines without a heading above them, highlighted as the steps of a test; Pygments takes them for comments."""

    _tokenizer_class = robotframework.KeywordCall

    def _tokenize(self, value, index):
        return super()._tokenize(value, index) if value else [(value, robotframework.SEPARATOR)]


def teach_pygments() -> None:
    """Let examples be highlighted as they are written today: steps without a heading, and the settings of newer versions."""
    robotframework.UnknownTable = Steps
    robotframework.Setting._other_settings = (
        *robotframework.Setting._other_settings,
        "testtags",
        "keywordtags",
    )


def resource_page(path: Path) -> LibraryDoc:
    """Return the documentation of a resource file, which is Markdown, as that of the libraries is."""
    page = LibraryDocumentation(str(path), doc_format="MARKDOWN")
    page.name = path.name
    return page


def first_paragraph(text: str) -> Markup:
    """Return the first paragraph of a documentation as HTML, without its links to other keywords."""
    paragraph = text.partition("\n\n")[0]
    return Markup(markdown(re.sub(r"\[([A-Z][^]]*)\]", r"\1", paragraph)))  # noqa: S704 - from our own source code


def write(folder: Path) -> None:
    """Write all pages, and `index.html`, into a folder."""
    teach_pygments()
    folder.mkdir(parents=True, exist_ok=True)
    libraries = [LibraryDocumentation(name) for name in LIBRARIES]
    resources = [resource_page(path) for path in RESOURCES]
    templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    index = templates.get_template("keyword_index.html").render(
        chapters={"Libraries": libraries, "Resource files": resources},
        version=libraries[0].version,
        first_paragraph=first_paragraph,
    )
    (folder / "index.html").write_text(index, encoding="utf-8")
    for page in (*libraries, *resources):
        page.convert_docs_to_html()
        page.save(folder / f"{page.name}.html")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
    print(f"{sys.argv[1]}/index.html lists all keywords.")
