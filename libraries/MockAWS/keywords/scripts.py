"""Keywords that tell the stand-in's model and transcriber what to say."""

import hashlib
from pathlib import Path
from typing import Any

from robot.api.deco import keyword

from MockAWS.aws_connection import AwsConnection
from MockAWS.errors import MockAwsError

_ANSWERS = "scripts/answers"
_TRANSCRIPTS = "scripts/transcripts"


class ScriptKeywords:
    """Scripts, which end with the test or suite that gave them."""

    def __init__(self, aws: AwsConnection) -> None:
        self._aws = aws
        self._scopes: list[list[tuple[str, dict[str, Any]]]] = [[]]

    @keyword(tags=["Scripts"])
    def script_bedrock_answer(
        self,
        answer: str,
        *,
        prompt: str = "",
        stop_reason: str = "end_turn",
        times: int | None = None,
    ) -> None:
        """Tell the model what to answer, until the test ends.

        Without a script the stand-in model quotes the sentences of its prompt's context that fit the question, and
        says that it does not know where none fits. A script that is given later is tried first.

        Args:
            answer: What the model says.
            prompt: Regular expression that must be found in the prompt, system prompt included, whatever the case;
                empty answers every prompt.
            stop_reason: Why the model stopped, in Anthropic's terms: `end_turn`, `max_tokens`, `stop_sequence`, `refusal`.
            times: How many prompts it answers; None for any number.

        Raises:
            MockAwsError: AWS is no stand-in, or the expression is none.

        Example:
        ```robotframework
        Script Bedrock Answer    I am afraid I cannot help with that.    prompt=warranty    stop_reason=refusal
        ```
        """
        self._add(_ANSWERS, {"answer": answer, "pattern": prompt, "stop_reason": stop_reason, "times": times})

    @keyword(tags=["Scripts"])
    def script_transcript(
        self,
        recording: str,
        transcript: str = "",
        *,
        language_code: str = "en-US",
        confidence: float = 0.99,
        failure_reason: str = "",
    ) -> None:
        """Tell the transcriber what a recording says, until the test ends.

        A recording without script has no speech: its transcript is empty.

        Args:
            recording: The recording's file, recognised by its content whatever it is called in S3; or a glob
                pattern with a `*`, compared with the S3 key and the job's name.
            transcript: The words.
            language_code: The language that is found when the job asks for that.
            confidence: 0 to 1, given to every word.
            failure_reason: Lets the job fail with this reason.

        Raises:
            MockAwsError: AWS is no stand-in, or there is no such file.

        Example:
        ```robotframework
        Script Transcript    ${CURDIR}/question.wav    How do I descale it?
        Script Transcript    *    failure_reason=Internal error.
        ```
        """
        self._add(
            _TRANSCRIPTS,
            {
                **_which(recording),
                "transcript": transcript,
                "language_code": language_code,
                "confidence": confidence,
                "failure_reason": failure_reason,
            },
        )

    @keyword(tags=["Scripts"])
    def remove_scripts(self) -> None:
        """Take back what this test, or this suite's set-up, has scripted.

        Example:
        ```robotframework
        Script Bedrock Answer    Use the blue tablet.
        Ask    How do I descale it?
        Remove Scripts
        ```
        """
        self._drop(self._scopes[-1])
        self._scopes[-1] = []

    def enter(self) -> None:
        """A test or suite begins."""
        self._scopes.append([])

    def leave(self) -> None:
        """A test or suite ends, and its scripts with it."""
        self._drop(self._scopes.pop())

    def _add(self, path: str, script: dict[str, Any]) -> None:
        self._aws.put(path, script)
        self._scopes[-1].append((path, script))

    def _drop(self, dropped: list[tuple[str, dict[str, Any]]]) -> None:
        if not dropped or not self._aws.has_stand_in:
            return
        for path in {path for path, _ in dropped}:
            self._aws.delete(path)
            kept = [script for scope in self._scopes for at, script in scope if at == path]
            kept = [script for script in kept if all(script is not one for _, one in dropped)]
            if kept:
                self._aws.put(path, kept[::-1])


def _which(recording: str) -> dict[str, str]:
    if "*" in recording:
        return {"media": recording}
    path = Path(recording)
    if not path.is_file():
        raise MockAwsError(
            f"There is no recording {recording}. Give a file, or a pattern with a * for the S3 key or job name."
        )
    return {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
