"""What the model is told to say and the transcriber to hear: scripted by tests, account by account."""

import re
import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

ALL_ACCOUNTS = "*"
STOP_REASONS = (
    "end_turn",
    "max_tokens",
    "stop_sequence",
    "tool_use",
    "refusal",
    "model_context_window_exceeded",
)
"""Why a model stops, in Anthropic's terms."""
LONGEST_SECONDS_PER_TOKEN = 10.0


@dataclass(slots=True)
class AnswerScript:
    """An answer of the stand-in model.

    Attributes:
        answer: What the model says; may be empty.
        pattern: A regular expression that is searched for in the prompt (system prompt and messages), regardless of
            case; an empty one matches every prompt.
        stop_reason: The reason that the model gives for stopping, one of `STOP_REASONS`. With tool calls it is `tool_use`.
        times: How many prompts it answers before it is used up; None for any number.
        tool_calls: The tools that the model calls after what it says, such as `{"name": "weather", "input": {"city": "Bonn"}}`.
            Such a script answers requests only that offer all these tools and do not bring the result of one of them yet.
        seconds_per_token: How long the model takes for each token of its answer.
    """

    answer: str
    pattern: str = ""
    stop_reason: str = "end_turn"
    times: int | None = None
    tool_calls: list[dict[str, Any]] = field(default_factory=list)
    seconds_per_token: float = 0.0

    def __post_init__(self) -> None:
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ValueError(f"pattern {self.pattern!r} is not a regular expression: {error}") from error
        if self.times is not None and self.times < 1:
            raise ValueError(f"times must be 1 or more, got {self.times}")
        if self.stop_reason not in STOP_REASONS:
            raise ValueError(
                f"stop_reason must be one of {', '.join(STOP_REASONS)}, got {self.stop_reason!r}"
            )
        if not 0 <= self.seconds_per_token <= LONGEST_SECONDS_PER_TOKEN:
            raise ValueError(
                f"seconds_per_token must be 0 to {LONGEST_SECONDS_PER_TOKEN}, got {self.seconds_per_token}"
            )
        for call in self.tool_calls:
            _check_tool_call(call)
        if self.tool_calls:
            self.stop_reason = "tool_use"

    @property
    def tools(self) -> set[str]:
        """The names of the tools that it calls."""
        return {call["name"] for call in self.tool_calls}

    def matches(self, prompt: str) -> bool:
        """Tell whether this script answers `prompt`."""
        return bool(re.search(self.pattern, prompt, re.IGNORECASE | re.DOTALL))


def _check_tool_call(call: object) -> None:
    if (
        not isinstance(call, dict)
        or call.keys() != {"name", "input"}
        or not isinstance(call["name"], str)
        or not isinstance(call["input"], dict)
    ):
        raise ValueError(f'a tool call has a name and an object as "input", got {call!r}')


@dataclass(frozen=True, slots=True)
class TranscriptScript:
    """What a recording says.

    Attributes:
        transcript: The words; empty for a recording without speech.
        sha256: The SHA-256 of the media file, in hexadecimal; or else
        media: A glob pattern for the media's S3 key or the job's name, such as `*/how-to-descale.wav`.
        language_code: The language that is detected if the job asks for that.
        confidence: The confidence of every word, 0 to 1.
        failure_reason: If not empty, the job fails with this reason.
    """

    transcript: str = ""
    sha256: str = ""
    media: str = ""
    language_code: str = "en-US"
    confidence: float = 0.99
    failure_reason: str = ""

    def __post_init__(self) -> None:
        if bool(self.sha256) == bool(self.media):
            raise ValueError("give either sha256 or media to say which recording this is")
        if self.sha256 and not re.fullmatch(r"[0-9a-f]{64}", self.sha256):
            raise ValueError(f"sha256 must be 64 hexadecimal digits in lower case, got {self.sha256!r}")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence must be between 0 and 1, got {self.confidence}")


Script = TypeVar("Script", AnswerScript, TranscriptScript)


class Scripts(Generic[Script]):
    """Scripts of all accounts; the newest comes first, and an account's own before those for all accounts."""

    def __init__(self) -> None:
        self._scripts: dict[str, list[Script]] = defaultdict(list)
        self._lock = threading.Lock()

    def add(self, scripts: Iterable[Script], account_id: str = ALL_ACCOUNTS) -> None:
        """Put scripts in front of the existing ones."""
        with self._lock:
            self._scripts[account_id][:0] = scripts

    def of(self, account_id: str) -> list[Script]:
        """Return the scripts that apply to an account, in the order in which they are tried."""
        with self._lock:
            accounts = dict.fromkeys((account_id, ALL_ACCOUNTS))
            return [script for account in accounts for script in self._scripts.get(account, ())]

    def use(self: "Scripts[AnswerScript]", script: AnswerScript, account_id: str) -> bool:
        """Count one use of a script, which is dropped with the last one; False if another account has used it up."""
        with self._lock:
            if script.times is None:
                return True
            if script.times == 0:
                return False
            script.times -= 1
            if script.times == 0:
                self._discard(script, account_id)
            return True

    def accounts(self) -> list[str]:
        """Return the accounts that have scripts, including `*`, which stands for all accounts."""
        with self._lock:
            return [account_id for account_id, scripts in self._scripts.items() if scripts]

    def forget(self, account_id: str) -> None:
        """Drop the scripts of one account."""
        with self._lock:
            self._scripts.pop(account_id, None)

    def _discard(self, script: Script, account_id: str) -> None:
        for account in (account_id, ALL_ACCOUNTS):
            self._scripts[account] = [one for one in self._scripts[account] if one is not script]
