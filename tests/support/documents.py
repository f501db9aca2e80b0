"""Markdown documents and what they claim about the repository: links, commands, options and paths.

Each check returns one line for each claim that does not hold, so that an empty list is a good document.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from aws_stand_in.command_line import main as aws_stand_in
from manuel_runner.command_line import main as manuel_tests
from manuel_sandbox.command_line import main as manuel_sandbox

REPOSITORY = Path(__file__).resolve().parents[2]
COMMANDS: Mapping[str, Callable[[list[str]], int]] = {
    "manuel-tests": manuel_tests,
    "manuel-sandbox": manuel_sandbox,
    "python -m aws_stand_in": aws_stand_in,
    "python -m MockAWS": aws_stand_in,
}
WRITTEN_BY_COMMANDS = ("results/", "docs/keywords/", ".venv/")
RESULTS = "results"
TEST_DATA = Path("resources/data/sources")

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
_INLINE_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?)\s*$", re.MULTILINE)
_PATH = re.compile(r"(?:[\w.*-]|<[\w-]+>)+(?:/(?:[\w.*-]|<[\w-]+>)+)+/?")
_FILE_SUFFIX = re.compile(r"\.(?:json|md|png|py|resource|robot|sh|toml|ya?ml)$")
_TARGET = re.compile(r"^([\w -]+):(?!=)", re.MULTILINE)
_VARIABLE = re.compile(r"^(\w+) +[?:]=|\$\(if \$\((\w+)\)", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """One Markdown file.

    Attributes:
        path: The file.
        root: The repository that its claims are about.
    """

    path: Path
    root: Path = REPOSITORY

    @cached_property
    def text(self) -> str:
        """What the file holds."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def prose(self) -> str:
        """The text without its code blocks."""
        return _FENCE.sub("", self.text)

    def code_blocks(self, *languages: str) -> list[str]:
        """Return the code blocks of these languages."""
        return [code for _, language, code in _FENCE.findall(self.text) if language in languages]

    @cached_property
    def inline_code(self) -> list[str]:
        """The code between backticks."""
        return _INLINE_CODE.findall(self.prose)

    @cached_property
    def command_lines(self) -> list[str]:
        """Every command that a reader is told to type, without comments."""
        lines = [line for block in self.code_blocks("bash", "sh") for line in block.splitlines()]
        return [line.partition(" #")[0].strip() for line in [*lines, *self.inline_code]]

    @cached_property
    def links(self) -> list[str]:
        """The targets of its links that point into the repository."""
        return [target for target in _LINK.findall(self.prose) if "://" not in target]

    @cached_property
    def anchors(self) -> set[str]:
        """What a link to one of its headings ends with, as GitHub writes it."""
        return {_anchor(heading) for heading in _HEADING.findall(self.prose)}

    def linked_documents(self) -> set[Path]:
        """Return the Markdown files that it links to."""
        targets = (self.path.parent / link.partition("#")[0] for link in self.links)
        return {target.resolve() for target in targets if target.suffix == ".md"}


def documents(root: Path = REPOSITORY) -> list[Document]:
    """Return all Markdown documents of a repository, without what runs have written."""
    folders = [path for path in root.iterdir() if path.is_dir() and not path.name.startswith((".", RESULTS))]
    found = [*root.glob("*.md"), *(path for folder in folders for path in folder.rglob("*.md"))]
    foreign = (root / TEST_DATA, *root.glob("tests/*/node_modules"))
    return [Document(path, root) for path in sorted(found) if not any(map(path.is_relative_to, foreign))]


def broken_links(document: Document) -> list[str]:
    """Return the links whose file or heading does not exist."""
    return [
        f"{document.path}: broken link {link}"
        for link in document.links
        if not _leads_somewhere(document, link)
    ]


def unknown_make_targets(document: Document) -> list[str]:
    """Return the make targets and variables that the Makefile does not have."""
    makefile = (document.root / "Makefile").read_text(encoding="utf-8")
    known = {name for names in _TARGET.findall(makefile) for name in names.split()}
    variables = {name for names in _VARIABLE.findall(makefile) for name in names}
    words = [word for line in document.command_lines if line.startswith("make ") for word in line.split()[1:]]
    return [
        f"{document.path}: make knows no {word}"
        for word in words
        if word.partition("=")[0] not in (variables if "=" in word else known)
    ]


def unknown_options(document: Document) -> list[str]:
    """Return the subcommands and options that our commands do not have, and the modules that do not exist."""
    problems = [problem for line in document.command_lines for problem in _problems_of_command(line)]
    return [f"{document.path}: {problem}" for problem in problems]


def missing_paths(document: Document) -> list[str]:
    """Return what looks like a path of the repository and is none."""
    candidates = [word for code in (*document.inline_code, *document.command_lines) for word in code.split()]
    return [
        f"{document.path}: no such file {path}"
        for path in dict.fromkeys(candidates)
        if _looks_like_path(path, document.root) and not _exists(path, document)
    ]


def unreachable(start: Document, all_documents: Iterable[Document]) -> list[str]:
    """Return the documents that no chain of links from the first one leads to."""
    by_path = {document.path: document for document in all_documents}
    reached, waiting = set(), [start.path]
    while waiting:
        path = waiting.pop()
        if path in by_path and path not in reached:
            reached.add(path)
            waiting += by_path[path].linked_documents()
    return [f"no link leads to {path}" for path in by_path if path not in reached]


def _anchor(heading: str) -> str:
    words = re.sub(r"[^\w\- ]", "", heading.lower())
    return words.replace(" ", "-")


def _leads_somewhere(document: Document, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (document.path.parent / name).resolve() if name else document.path
    if not target.exists():
        return False
    return not anchor or anchor in Document(target).anchors


def _problems_of_command(line: str) -> Iterator[str]:
    command = next((name for name in COMMANDS if f"{line} ".startswith(f"{name} ")), None)
    if command is None:
        yield from _missing_module(line)
        return
    words = line.removeprefix(command).split()
    subcommand = [word for word in words[:1] if command == "manuel-tests" and word[0] not in "-<["]
    known = _help(command, *subcommand)
    if subcommand and "usage:" not in known:
        yield f"{command} has no subcommand {subcommand[0]}"
        return
    options = (word.strip("[]").partition("=")[0] for word in words if word.strip("[").startswith("-"))
    yield from (
        f"{command} {' '.join(subcommand)} has no {option}"
        for option in options
        if option not in _words(known)
    )


def _missing_module(line: str) -> Iterator[str]:
    match = re.match(r"(?:\S*/)?python -m (\w+(?:\.\w+)*)", line)
    if match and find_spec(match[1]) is None:
        yield f"there is no module {match[1]}"


def _help(command: str, *subcommand: str) -> str:
    output = io.StringIO()
    with redirect_stdout(output), redirect_stderr(io.StringIO()), suppress(SystemExit):
        COMMANDS[command]([*subcommand, "--help"])
    return output.getvalue()


def _words(text: str) -> set[str]:
    return set(re.findall(r"--?[\w-]+", text))


def _looks_like_path(text: str, root: Path) -> bool:
    if not _PATH.fullmatch(text) or text.startswith(WRITTEN_BY_COMMANDS):
        return False
    first = text.partition("/")[0]
    is_of_the_root = (root / first).is_dir() or (root / "libraries" / first).is_dir()
    return is_of_the_root or bool(_FILE_SUFFIX.search(text))


def _exists(path: str, document: Document) -> bool:
    pattern = re.sub(r"<[^>]*>", "*", path).rstrip("/")
    bases = (document.root, document.root / "libraries", document.path.parent)
    return any(next(base.glob(pattern), None) is not None for base in bases)
