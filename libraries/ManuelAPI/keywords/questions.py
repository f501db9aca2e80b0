"""Questions, and what their answers cite."""

import base64
import mimetypes
from typing import Any

from robot.api.deco import keyword
from robot.utils import DotDict

from cause_register.forms import (
    AN_ANSWER,
    Citation,
    Citations,
    ExpectedCacheStatus,
    NotCited,
    NotMentioned,
    UnwantedSources,
    WithoutMember,
)
from ManuelAPI.client import ApiClient
from ManuelAPI.failures import failure, failure_in_form
from ManuelAPI.resource_files import find_file

WITHOUT_SOURCES = str(WithoutMember("one", "sources"))
AUDIO_TYPES = {
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".mp4": "audio/mp4",
    ".m4a": "audio/m4a",
    ".flac": "audio/flac",
    ".webm": "audio/webm",
    ".ogg": "audio/ogg",
}


class QuestionKeywords:
    """Keywords that ask questions by text and by voice."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    @keyword(tags=["Question"])
    def ask(self, question: str, *, status: int | None = None) -> DotDict:
        """Ask a question about the current user's manuals.

        Args:
            question: The question, of 1 to 1000 characters unless the environment has another limit.
            status: The expected status, if the test is about it; by default it needs a success.

        Returns:
            `answer`, `question`, `sources`, `context_found`, `cache_status`, `usage`, `cost_info`, …; the error's body if
            another status is expected.

        Raises:
            ApiUnreachableError: There was no response.
            AssertionError: The status differs.

        Example:
        ```robotframework
        ${answer} =    Ask    How do I descale it?
        Should Not Be Empty    ${answer.answer}
        ```
        """
        return self._query({"question": question}, status)

    @keyword(tags=["Question"])
    def ask_by_voice(
        self, recording: str, *, content_type: str | None = None, status: int | None = None
    ) -> DotDict:
        """Ask a question by voice.

        Args:
            recording: A file of `resources/data/audio`, or the path of any audio file.
            content_type: The media type to send; by default that of the file's suffix.
            status: The expected status, if the test is about it; by default it needs a success.

        Returns:
            The same as [Ask]; `question` is what was understood.

        Raises:
            FileNotFoundError: There is no such recording; the message lists the available ones.
            AssertionError: The status differs.

        Example:
        ```robotframework
        ${answer} =    Ask By Voice    how-do-i-descale-it.wav
        Should Be Equal    ${answer.question}    How do I descale it?
        ```
        """
        data, media_type = _read_recording(recording, content_type)
        return self._query({"file_data": data, "content_type": media_type}, status, use="by voice")

    @keyword(tags=["Question"])
    def transcribe(
        self, recording: str, *, content_type: str | None = None, status: int | None = None
    ) -> DotDict:
        """Transcribe a recording.

        Args:
            recording: A file of `resources/data/audio`, or the path of any audio file.
            content_type: The media type to send; by default that of the file's suffix.
            status: The expected status, if the test is about it; by default it needs a success.

        Returns:
            `transcription`, `usage` and `cost`; the error's body if another status is expected.

        Raises:
            FileNotFoundError: There is no such recording; the message lists the available ones.
            AssertionError: The status differs.

        Example:
        ```robotframework
        ${text} =    Transcribe    how-do-i-descale-it.wav
        Should Be Equal    ${text.transcription}    How do I descale it?
        ```
        """
        data, media_type = _read_recording(recording, content_type)
        body = {"audio_data": data, "content_type": media_type, "filename": recording.rpartition("/")[2]}
        answer: DotDict = self._client.call("POST", "/api/transcribe", json=body, status=status)
        return answer

    @keyword(tags=["Question", "Getter"])
    def read_recording(self, recording: str) -> str:
        """Return a recording in base64, for a request that no other keyword sends.

        Args:
            recording: A file of `resources/data/audio`, or the path of any audio file.

        Raises:
            FileNotFoundError: There is no such recording; the message lists the available ones.

        Example:
        ```robotframework
        ${data} =    Read Recording    how-do-i-descale-it.wav
        VAR    &{body}    audio_data=${data}    content_type=audio/wav
        Send Request    POST    /api/transcribe    json=${body}    status=200
        ```
        """
        data, _ = _read_recording(recording, None)
        return data

    @keyword(tags=["Question", "Assertion"])
    def answer_should_cite(self, answer: DotDict, manual: str, *, page: int | None = None) -> None:
        """Fail unless the answer cites this manual.

        Args:
            answer: What [Ask] or [Ask By Voice] returned.
            manual: The manual's name, with or without `.pdf`.
            page: The page that it must cite; by default any page.

        Raises:
            AssertionError: It does not; the message lists what it cites.

        Example:
        ```robotframework
        ${answer} =    Ask    How do I descale it?
        Answer Should Cite    ${answer}    coffee-machine    page=7
        ```
        """
        name = manual.removesuffix(".pdf")
        cited = [(source.manual_name.removesuffix(".pdf"), source.page_number) for source in answer.sources]
        if not answer.context_found or not any(
            source == name and page in (None, number) for source, number in cited
        ):
            raise self._wrong_answer(NotCited(name, page, _got(answer)))

    @keyword(tags=["Question", "Assertion"])
    def answer_should_cite_only(self, answer: DotDict, manual: DotDict) -> None:
        """Fail unless the answer cites this manual and no other.

        Args:
            answer: What [Ask] or [Ask By Voice] returned.
            manual: What [Upload Manual] returned.

        Raises:
            AssertionError: It cites nothing, or another manual, even one of the same name.

        Example:
        ```robotframework
        ${manual} =    Upload Manual    coffee-machine.pdf
        Wait Until Manual Is Indexed    ${manual}
        ${answer} =    Ask    How do I descale it?
        Answer Should Cite Only    ${answer}    ${manual}
        ```
        """
        cited = {source.pdf_id for source in answer.sources}
        if cited != {manual.manual_id}:
            got = f"one that cites {', '.join(sorted(cited))}" if cited else WITHOUT_SOURCES
            raise failure(
                f"{AN_ANSWER} that cites only manual {manual.manual_id}", got, self._client.last_response
            )

    @keyword(tags=["Question", "Assertion"])
    def answer_should_cite_nothing(self, answer: DotDict) -> None:
        """Fail if the answer cites a source, or claims to be based on a manual.

        Args:
            answer: What [Ask] or [Ask By Voice] returned.

        Raises:
            AssertionError: It cites something; the message lists it.

        Example:
        ```robotframework
        ${answer} =    Ask    Who wrote Hamlet?
        Answer Should Cite Nothing    ${answer}
        ```
        """
        if answer.sources or answer.context_found:
            raise self._wrong_answer(UnwantedSources(_got(answer)))

    @keyword(tags=["Question", "Assertion"])
    def answer_should_mention(self, answer: DotDict, *words: str) -> None:
        """Fail unless the answer contains each of these words, ignoring case.

        Args:
            answer: What [Ask] or [Ask By Voice] returned.
            words: The words that the answer must contain; at least one.

        Raises:
            AssertionError: A word is missing.
            ValueError: There is no word, or one is blank: any answer would contain that.

        Example:
        ```robotframework
        ${answer} =    Ask    How do I descale it?
        Answer Should Mention    ${answer}    descaling    tank
        ```
        """
        if not words or not all(word.strip() for word in words):
            raise ValueError(f"Expected one or more words that the answer has to mention, got {[*words]}.")
        text = answer.answer.casefold()
        if missing := [word for word in words if word.casefold() not in text]:
            raise self._wrong_answer(NotMentioned(", ".join(missing), _got(answer)))

    @keyword(tags=["Question", "Assertion"])
    def answer_should_come_from_the_cache(self, answer: DotDict) -> None:
        """Fail unless the answer says that it comes from the cache.

        Args:
            answer: What [Ask] or [Ask By Voice] returned.

        Raises:
            AssertionError: The answer is new.

        Example:
        ```robotframework
        Ask    How do I descale it?
        ${again} =    Ask    How do I descale it?
        Answer Should Come From The Cache    ${again}
        ```
        """
        self._require_cache_status(answer, "hit")

    @keyword(tags=["Question", "Assertion"])
    def answer_should_be_new(self, answer: DotDict) -> None:
        """Fail if the answer says that it comes from the cache.

        Args:
            answer: What [Ask] or [Ask By Voice] returned.

        Raises:
            AssertionError: The answer comes from the cache.

        Example:
        ```robotframework
        ${answer} =    Ask    How do I descale it?
        Answer Should Be New    ${answer}
        ```
        """
        self._require_cache_status(answer, "miss")

    def _query(self, body: dict[str, Any], status: int | None, use: str = "") -> DotDict:
        answer: DotDict = self._client.call("POST", "/api/query", json=body, status=status, use=use)
        return answer

    def _require_cache_status(self, answer: DotDict, expected: str) -> None:
        if answer.cache_status != expected:
            raise failure(
                str(ExpectedCacheStatus(expected)),
                f"{answer.cache_status}",
                self._client.last_response,
                "Has this user asked the same question before, and added or deleted no manual since?",
            )

    def _wrong_answer(self, said: NotCited | UnwantedSources | NotMentioned) -> AssertionError:
        advice = "Is the manual indexed (Wait Until Manual Is Indexed), and does it cover the question?"
        return failure_in_form(said, self._client.last_response, advice)


def _got(answer: DotDict) -> str:
    """Return what an answer cites, and what it says."""
    sources = [str(Citation(source.manual_name, str(source.page_number))) for source in answer.sources]
    if sources or answer.context_found:
        cited = "; ".join(sources) or "nothing, and says that it has found context"
        return str(Citations(cited, repr(answer.answer)))
    return f"{WITHOUT_SOURCES}: {answer.answer!r}"


def _read_recording(recording: str, content_type: str | None) -> tuple[str, str]:
    path = find_file(recording, "audio")
    media_type = content_type or AUDIO_TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    return base64.b64encode(path.read_bytes()).decode("ascii"), media_type or "application/octet-stream"
