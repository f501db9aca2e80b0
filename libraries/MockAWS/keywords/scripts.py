"""Keywords that script the answers of the stand-in's model, and its transcripts."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

from robot.api.deco import keyword

from MockAWS.aws_connection import AwsConnection
from MockAWS.errors import MockAwsError

_ANSWERS = "scripts/answers"
_TRANSCRIPTS = "scripts/transcripts"


class ScriptKeywords:
    """Keywords for scripts, which end with the test or suite that gave them."""

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
        delay_per_token: timedelta = timedelta(0),
    ) -> None:
        """Set what the model answers until the test ends.

        Without a script, the stand-in's model quotes the sentences of its prompt's context that match the question, or says
        that it does not know if none does. The latest script is tried first.

        Args:
            answer: The model's answer.
            prompt: A regular expression to find in the prompt, including the system prompt, ignoring case; by default every
                prompt is answered.
            stop_reason: Why the model stopped, in Anthropic's terms: `end_turn`, `max_tokens`, `stop_sequence`, `refusal`,
                `model_context_window_exceeded`.
            times: How many prompts to answer; by default any number.
            delay_per_token: How long the model takes for each token, that is, for four characters: a stream is as slow as that,
                and an answer that is not streamed comes after all of it. At most 10 seconds.

        Raises:
            MockAwsError: The regular expression, the stop reason or the delay is invalid.
            BlockedError: AWS is not a stand-in.

        Example:
        ```robotframework
        Script Bedrock Answer    Press P for five    prompt=descale    stop_reason=max_tokens
        Script Bedrock Answer    Press P for five seconds.    delay_per_token=50 ms
        ```
        """
        self._add(
            _ANSWERS,
            {
                "answer": answer,
                "pattern": prompt,
                "stop_reason": stop_reason,
                "times": times,
                "seconds_per_token": delay_per_token.total_seconds(),
            },
        )

    @keyword(tags=["Scripts"])
    def script_bedrock_refusal(
        self, answer: str = "I can't help with that.", *, prompt: str = "", times: int | None = None
    ) -> None:
        """Make the model refuse to answer until the test ends.

        The stop reason is `refusal` with InvokeModel, and `content_filtered` with Converse.

        Args:
            answer: What the model says when it refuses.
            prompt: A regular expression to find in the prompt, including the system prompt, ignoring case; by default every
                prompt is refused.
            times: How many prompts to refuse; by default any number.

        Raises:
            MockAwsError: The regular expression is invalid.
            BlockedError: AWS is not a stand-in.

        Example:
        ```robotframework
        Script Bedrock Refusal    prompt=warranty
        ```
        """
        self.script_bedrock_answer(answer, prompt=prompt, stop_reason="refusal", times=times)

    @keyword(tags=["Scripts"])
    def script_bedrock_tool_call(
        self,
        tool: str,
        tool_input: dict[str, Any],
        *,
        prompt: str = "",
        answer: str = "",
        times: int | None = None,
    ) -> None:
        """Make the model call a tool until the test ends.

        The model does so for requests that offer the tool. A request that contains the tool's result is answered by another
        script, or from the result.

        Args:
            tool: The tool's name.
            tool_input: What it is called with.
            prompt: A regular expression to find in the prompt, including the system prompt, ignoring case; by default every
                prompt makes the model call the tool.
            answer: What the model says before the call; by default nothing.
            times: How many prompts to answer in this way; by default any number.

        Raises:
            MockAwsError: The regular expression is invalid.
            BlockedError: AWS is not a stand-in.

        Example:
        ```robotframework
        Script Bedrock Tool Call    find_spare_part    {"model": "KM 7", "part": "lid"}    prompt=spare part
        ```
        """
        call = {"name": tool, "input": tool_input}
        self._add(_ANSWERS, {"answer": answer, "pattern": prompt, "tool_calls": [call], "times": times})

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
        """Set the transcript of a recording until the test ends.

        A recording without a script has an empty transcript.

        Args:
            recording: The file of the recording, which is recognised by its content, whatever its name in S3; or a pattern
                with `*` for the S3 key or the job's name.
            transcript: The transcript.
            language_code: The language to detect, if the job asks for that.
            confidence: The confidence of every word, 0 to 1.
            failure_reason: A reason for which the job fails; by default it succeeds.

        Raises:
            MockAwsError: There is no such file.
            BlockedError: AWS is not a stand-in.

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
        """Remove the scripts of this test, or of this suite's setup.

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
        """Begin a test or suite."""
        self._scopes.append([])

    def leave(self) -> None:
        """End a test or suite, and its scripts; it has not begun here if the library was imported within it."""
        ended = self._scopes.pop()
        if not self._scopes:
            self._scopes.append([])
        self._drop(ended)

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
            f"There is no recording {recording}. Give a file, or a pattern with * for the S3 key or the job's name."
        )
    return {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
