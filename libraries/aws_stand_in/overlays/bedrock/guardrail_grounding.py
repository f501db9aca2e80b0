"""Contextual grounding: whether an answer says what its source says, and whether it is about the question.

Scores are shares of words, the same each time: of the answer's words that stand in the source (GROUNDING), and of the question's
words that stand in the answer (RELEVANCE). Words without meaning and endings do not count. A model of AWS would understand more.

Source: Amazon Bedrock User Guide, "Use contextual grounding check to filter hallucinations in responses".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aws_stand_in.overlays.bedrock import text
from aws_stand_in.overlays.bedrock.guardrail_policies import GuardrailFinding


@dataclass(frozen=True, slots=True)
class Grounding:
    """What an answer is compared with.

    Attributes:
        source: What is known.
        query: The question.
    """

    source: str
    query: str

    def score(self, kind: str, answer: str) -> float:
        """Return the score of an answer, 0 to 1.

        Args:
            kind: `GROUNDING` or `RELEVANCE`.
            answer: The answer.
        """
        if kind == "GROUNDING":
            return _share(answer, self.source)
        return _share(self.query, answer)


def grounding_findings(
    guardrail: Mapping[str, Any], answer: str, grounding: Grounding
) -> Iterator[GuardrailFinding]:
    """Yield the score of each filter of a guardrail that is on, and what the filter does about it."""
    for each in guardrail.get("contextualGroundingPolicy", {}).get("filters", ()):
        if not each.get("enabled", True):
            continue
        score = grounding.score(each["type"], answer)
        is_low = score < each["threshold"]
        blocks = is_low and each.get("action", "BLOCK") == "BLOCK"
        report = {
            "type": each["type"],
            "threshold": each["threshold"],
            "score": score,
            "action": "BLOCKED" if blocks else "NONE",
            "detected": is_low,
        }
        yield GuardrailFinding("contextualGroundingPolicy", "filters", report)


def _share(some: str, all_: str) -> float:
    """Return which share of the words of a text another one has, too."""
    wanted = {text.stem(word) for word in text.key_words(some)}
    held = {text.stem(word) for word in text.words(all_)}
    return round(len(wanted & held) / len(wanted), 2) if wanted else 0.0
