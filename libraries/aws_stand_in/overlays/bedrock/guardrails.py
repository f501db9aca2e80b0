"""A guardrail's assessments of texts, which are passed, masked or blocked, in the form that a trace has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aws_stand_in.overlays.bedrock.guardrail_grounding import Grounding, grounding_findings
from aws_stand_in.overlays.bedrock.guardrail_policies import GuardrailFinding, find

_CHARACTERS_A_UNIT = 1000
_UNITS: Mapping[str, str] = {
    "topicPolicy": "topicPolicyUnits",
    "contentPolicy": "contentPolicyUnits",
    "wordPolicy": "wordPolicyUnits",
    "sensitiveInformationPolicy": "sensitiveInformationPolicyUnits",
}
_LISTS: Mapping[str, Sequence[str]] = {
    "topicPolicy": ("topics",),
    "contentPolicy": ("filters",),
    "wordPolicy": ("customWords", "managedWordLists"),
    "sensitiveInformationPolicy": ("piiEntities", "regexes"),
    "contextualGroundingPolicy": ("filters",),
}


@dataclass(frozen=True, slots=True)
class GuardrailAssessment:
    """A guardrail's assessment of a text.

    Attributes:
        guardrail: The guardrail, as GetGuardrail returns it.
        given: The text as it was.
        text: The masked text or the blocked message if the guardrail intervenes; else the text.
        findings: What its policies have found.
        is_blocked: Whether the text is blocked.
        grounding: What the text was compared with; None if it was not.
    """

    guardrail: Mapping[str, Any]
    given: str
    text: str
    findings: Sequence[GuardrailFinding]
    is_blocked: bool
    grounding: Grounding | None = None

    @property
    def has_intervened(self) -> bool:
        """Whether the text was blocked or masked."""
        return self.is_blocked or self.text != self.given

    def masked(self, text: str) -> str:
        """Return another text with masks in place of what was found."""
        return masked(text, self.findings)

    @property
    def action_reason(self) -> str:
        """Why the guardrail did what it did."""
        if self.is_blocked:
            return "Guardrail blocked."
        return "Guardrail masked." if self.has_intervened else "No action."

    @property
    def usage(self) -> dict[str, int]:
        """What is charged for the assessment: text units by policy."""
        units = _units(self.given)
        charged = {name: units if self.guardrail.get(policy) else 0 for policy, name in _UNITS.items()}
        sensitive = self.guardrail.get("sensitiveInformationPolicy", {})
        charged["sensitiveInformationPolicyUnits"] = units if sensitive.get("piiEntities") else 0
        free = units if sensitive.get("regexes") else 0
        return {
            **charged,
            "sensitiveInformationPolicyFreeUnits": free,
            "contextualGroundingPolicyUnits": self._grounding_units,
        }

    @property
    def _grounding_units(self) -> int:
        if self.grounding is None or not self.guardrail.get("contextualGroundingPolicy"):
            return 0
        return _units(self.grounding.source + self.grounding.query + self.given)

    @property
    def coverage(self) -> dict[str, Any]:
        """How much of the text was looked at: all."""
        return {"textCharacters": {"guarded": len(self.given), "total": len(self.given)}}

    @property
    def report(self) -> dict[str, Any]:
        """The findings policy by policy, in the form of responses and traces."""
        assessed: dict[str, Any] = {}
        for finding in self.findings:
            lists = assessed.setdefault(finding.policy, {name: [] for name in _LISTS[finding.policy]})
            lists[finding.member].append(dict(finding.report))
        metrics = {
            "guardrailProcessingLatency": 1,
            "usage": self.usage,
            "guardrailCoverage": self.coverage,
        }
        return {**assessed, "invocationMetrics": metrics}


def assess(
    guardrail: Mapping[str, Any], text: str, source: str, grounding: Grounding | None = None
) -> GuardrailAssessment:
    """Assess a text by a guardrail.

    Args:
        guardrail: What GetGuardrail returns.
        text: The text.
        source: `INPUT` or `OUTPUT`.
        grounding: What the text is compared with if it is a model's answer; None for nothing.
    """
    findings = find(guardrail, text, source)
    if grounding is not None:
        findings += grounding_findings(guardrail, text, grounding)
    if any(finding.action == "BLOCKED" for finding in findings):
        message = "blockedInputMessaging" if source == "INPUT" else "blockedOutputsMessaging"
        return GuardrailAssessment(guardrail, text, guardrail[message], findings, True, grounding)
    return GuardrailAssessment(guardrail, text, masked(text, findings), findings, False, grounding)


def _units(text: str) -> int:
    return -(-len(text) // _CHARACTERS_A_UNIT)


def masked(text: str, findings: Sequence[GuardrailFinding]) -> str:
    """Return a text with masks in place of what was found."""
    for finding in findings:
        if finding.action == "ANONYMIZED" and finding.pattern and finding.mask:
            text = finding.pattern.sub(finding.mask.replace("\\", r"\\"), text)
    return text
