"""Find what a reader of the keyword manual could not use: missing parts, collapsed markup, examples that would not run."""

import functools
import re
import textwrap
from collections.abc import Iterator
from html import unescape

from robot.api import TestSuite, Token, get_tokens
from robot.libdocpkg.htmlutils import DocFormatter
from robot.libdocpkg.model import KeywordDoc, LibraryDoc
from robot.result import Message

from keyword_manual import LIBRARIES, PROJECT, RESOURCES

# An example may use all of our keywords, and those of Robot Framework and RequestsLibrary.
OTHER_LIBRARIES = ("Collections", "OperatingSystem", "Process", "RequestsLibrary", "String")
IMPORTS = "\n".join(
    [
        "*** Settings ***",
        *(f"Resource    {path}" for path in RESOURCES),
        *(f"Library    {name}" for name in (*LIBRARIES, *OTHER_LIBRARIES)),
        "",
    ]
)
COMPLETE_EXAMPLE = re.compile(
    r"\A[^#]+^## Usage\n[^#]+^```robotframework\n\*\*\* Settings \*\*\*\n[^#]+^\*\*\* Test Cases \*\*\*$",
    re.MULTILINE,
)
A_SUITE = PROJECT / "suites" / "api" / "example.robot"  # where an example stands if its imports are relative
EXAMPLE = re.compile(r"^```robotframework\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r'<div class="code">.*?</div>|<code>[^\n]*?</code>|<table>.*?</table>', re.DOTALL)
PIPE_TABLE = re.compile(r"\| .+ \|")
REFERENCE = re.compile(r"\[[A-Z][^]\n]*\]")


class ErrorCollector:
    """A listener that keeps what Robot Framework reports outside tests, such as a failed import."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self) -> None:
        self.messages: list[str] = []

    def message(self, message: Message) -> None:
        """Keep an error."""
        if message.level == "ERROR":
            self.messages.append(message.message)


def problems_of(page: LibraryDoc, imports: str = IMPORTS) -> list[str]:
    """Return what is wrong with the documentation of a library or resource file, a line each.

    Args:
        page: The documentation.
        imports: The settings that its examples run with.
    """
    examples = {"Introduction": EXAMPLE.findall(page.doc)}
    examples |= {keyword.name: EXAMPLE.findall(keyword.doc) for keyword in page.keywords}
    return [
        *_introduction_problems(page),
        *(
            f"{keyword.name}: {problem}"
            for keyword in page.keywords
            for problem in _keyword_problems(keyword)
        ),
        *_example_problems(examples, imports),
    ]


def _introduction_problems(page: LibraryDoc) -> Iterator[str]:
    if not page.doc:
        yield "Introduction: there is none"
    elif page.type == "LIBRARY" and not re.search(COMPLETE_EXAMPLE, page.doc):
        yield "Introduction: the first section should be '## Usage', with a complete suite as the example"
    yield from (f"Introduction: {problem}" for problem in _markup_problems(_formatter(page), page.doc))


def _keyword_problems(keyword: KeywordDoc) -> Iterator[str]:
    if not re.fullmatch(r"[A-Z`].+\.", keyword.short_doc):
        yield f"the first paragraph should be a sentence, got {keyword.short_doc!r}"
    for argument in keyword.args:
        if not argument.is_marker and not argument.doc:
            yield f"argument {argument.name} is not documented"
    if not any(keyword.name.lower() in example.lower() for example in EXAMPLE.findall(keyword.doc)):
        yield "no example calls it"
    details = (*keyword.args.docs.values(), keyword.args.return_doc, *keyword.args.raises.values())
    for text in (keyword.doc, *details):
        yield from _markup_problems(_formatter(keyword.parent), text)


@functools.lru_cache(maxsize=1)
def _formatter(page: LibraryDoc) -> DocFormatter:
    return DocFormatter(page.keywords, page.doc, page.doc_format)


def _markup_problems(formatter: DocFormatter, text: str) -> Iterator[str]:
    """Look at what libdoc makes of a text, outside code and tables."""
    html = formatter.html(text)
    prose = unescape(re.sub("<[^>]+>", "", CODE.sub("", html)))
    for table in PIPE_TABLE.findall(prose):
        yield f"a table collapses into a line of text: {table}"
    if "<code>robotframework" in html or "```" in prose:
        yield "a code block collapses into a line of text: its fence is indented, or not closed"
    for reference in REFERENCE.findall(prose):
        yield f"the link {reference} leads nowhere"


def _example_problems(examples: dict[str, list[str]], imports: str) -> Iterator[str]:
    """Let Robot Framework parse examples, look for the keywords in them, and compare their arguments with the signatures."""
    root = TestSuite("Examples")
    for origin, example in ((origin, example) for origin, several in examples.items() for example in several):
        code = _with_heading(example)
        for token in get_tokens(code):
            if token.type in (Token.ERROR, Token.INVALID_HEADER):
                yield f"{origin}: {token.error}"
        suite = TestSuite.from_string(code if "*** Settings ***" in code else f"{imports}\n{code}")
        suite.config(name=origin, source=A_SUITE)
        suite.resource.source = A_SUITE
        root.suites.append(suite)
    errors = ErrorCollector()
    result = root.run(dryrun=True, output=None, log=None, report=None, console="none", listener=errors)
    yield from (f"{test.parent.name}: {test.message}" for test in result.suite.all_tests if test.failed)
    yield from errors.messages


def _with_heading(example: str) -> str:
    """Return an example as it is, or as the steps of a test if it is steps alone."""
    if example.startswith("***"):
        return example
    return "*** Test Cases ***\nExample\n" + textwrap.indent(example, "    ")
