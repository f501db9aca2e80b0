"""A misspelt argument is refused in one line that says which was meant, whatever the keyword takes beside it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import robot
from robot.api import ExecutionResult

from FailureSimulator import FailureSimulator
from ManuelAPI import ManuelAPI
from ManuelAuth import ManuelAuth
from ManuelEnvironment.keyword_arguments import KeywordLibrary, MisspeltArgumentError
from ManuelResilience import ManuelResilience
from MockAWS import MockAWS
from PerfMetrics import PerfMetrics

LIBRARY = """
from robot.api.deco import keyword, library
from ManuelEnvironment.keyword_arguments import KeywordLibrary

class Keywords:
    @keyword
    def answer(self, question: str, *, status: int = 200): pass

    @keyword
    def remember(self, *, status: int = 200, **fields): pass

    @keyword
    def recall(self, subject, **fields): pass

    @keyword
    def say(self, *words: str, loudly: bool = False): pass

@library
class Answering(KeywordLibrary):
    def __init__(self):
        super().__init__([Keywords()])
"""
SUITE = """
*** Settings ***
Library    Answering.py

*** Test Cases ***
Too Many
    Answer    question    stats=201

Missing
    Answer    qestion=why    colour=red    status=201

Unexpected
    Answer    question=why    stats=201

Unlike Any
    Answer    question    colour=red

Free Fields
    Remember    stats=201

Twice
    Recall    thing    subject=other    colour=red

Free Fields Only
    Recall    subjct=thing    colour=red

Free Words
    Say    hello    lodly=True

User Keyword
    Have    thermostat.pdf    1    staus=1

Right
    Answer    question    status=200
    Answer    a question with stats=201
    Remember    colour=red    status=200
    Say    colour=red    state=solid    loudly=True
    Have    thermostat.pdf    status=1

*** Keywords ***
Have
    [Arguments]    ${file}    ${status}=0
    Log    ${file}
"""
SAID = {
    "Too Many": "Keyword 'Answering.Answer' expected 1 non-named argument, got 2. "
    "It has no argument stats. Did you mean status?",
    "Missing": "Keyword 'Answering.Answer' expected 1 non-named argument, got 2. "
    "It has no argument qestion. Did you mean question?",
    "Unexpected": "Keyword 'Answering.Answer' got unexpected named argument 'stats'. "
    "It has no argument stats. Did you mean status?",
    "Unlike Any": "Keyword 'Answering.Answer' expected 1 non-named argument, got 2. "
    "It has no argument colour, only question, status.",
    "Free Fields": "Answering.Remember has no argument stats. Did you mean status?",
    "Twice": "Keyword 'Answering.Recall' got multiple values for argument 'subject'.",
    "Free Fields Only": "Keyword 'Answering.Recall' expected 1 non-named argument, got 0. "
    "It has no argument subjct. Did you mean subject?",
    "Free Words": "Answering.Say has no argument lodly. Did you mean loudly?",
    "User Keyword": "Keyword 'Have' expected 1 to 2 arguments, got 3. "
    "It has no argument staus. Did you mean status?",
    "Right": "",
}
LIBRARIES = (ManuelAuth, ManuelAPI, MockAWS, FailureSimulator, ManuelResilience, PerfMetrics)


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder: Path = tmp_path_factory.mktemp("arguments")
    (folder / "Answering.py").write_text(LIBRARY)
    (folder / "suite.robot").write_text(SUITE)
    robot.run(folder / "suite.robot", outputdir=folder, log=None, report=None, console="none")
    return {test.name: test.message for test in ExecutionResult(folder / "output.xml").suite.tests}


@pytest.mark.parametrize("test", SAID)
def test_the_message_says_which_argument_was_meant(messages: dict[str, str], test: str) -> None:
    assert messages[test] == SAID[test]


def _misspelt(name: str) -> str:
    return name[:-2] + name[-1]


def _free_keywords() -> Iterator[Any]:
    for library in LIBRARIES:
        instance = library()
        for name in instance.get_keyword_names():
            arguments = [
                each[0] if isinstance(each, tuple) else each for each in instance.get_keyword_arguments(name)
            ]
            declared = [each for each in arguments if not each.startswith("*")]
            if len(declared) < len(arguments) - ("*" in arguments) and declared:
                yield pytest.param(instance, name, declared[-1], id=f"{library.__name__}.{name}")


@pytest.mark.parametrize(("instance", "name", "argument"), list(_free_keywords()))
def test_no_keyword_takes_a_misspelt_argument_for_a_free_one(
    instance: KeywordLibrary, name: str, argument: str
) -> None:
    said = rf"has no argument {_misspelt(argument)}\. Did you mean .*{argument}.*\?$"
    with pytest.raises(MisspeltArgumentError, match=said):
        instance.run_keyword(name, [f"{_misspelt(argument)}=1"])
    with pytest.raises(MisspeltArgumentError, match=said):
        instance.run_keyword(name, [], {_misspelt(argument): 1})
