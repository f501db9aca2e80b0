"""What the policies of a guardrail find in a text.

Words and regular expressions are found exactly, and sensitive information whose form can be told. A denied topic is found if
the text has its name or one of its examples. Content filters find words of a list (`guardrail_contents`), and PROMPT_ATTACK an
instruction to ignore instructions.

Source: Amazon Bedrock User Guide, "Components of a guardrail" and "Guardrail configuration options".
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aws_stand_in.overlays.bedrock import text
from aws_stand_in.overlays.bedrock.guardrail_contents import confidence_in, is_filtered

PROFANITIES = frozenset(
    {"arse", "asshole", "bastard", "bitch", "bullshit", "crap", "fuck", "fucking", "shit"}
)
FORMS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "EMAIL": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        "PHONE": r"(?<![\w-])\+?\d{1,3}[ -]?(?:\(\d{1,4}\)|\d{1,4})(?:[ -]\d{2,4}){2,4}(?![\w-])",
        "URL": r"https?://[^\s<>\"]+",
        "IP_ADDRESS": r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])",
        "MAC_ADDRESS": r"\b[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}\b",
        "CREDIT_DEBIT_CARD_NUMBER": r"(?<![\d-])(?:\d{4}[ -]?){3}\d{4}(?![\d-])",
        "US_SOCIAL_SECURITY_NUMBER": r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])",
        "AWS_ACCESS_KEY": r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
        "INTERNATIONAL_BANK_ACCOUNT_NUMBER": r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b",
        "SWIFT_CODE": r"\b[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b",
        "VEHICLE_IDENTIFICATION_NUMBER": r"\b(?=[A-HJ-NPR-Z]*\d)[A-HJ-NPR-Z0-9]{17}\b",
    }.items()
}
"""The kinds of sensitive information that are found, by their form."""


@dataclass(frozen=True, slots=True)
class GuardrailFinding:
    """Something that a policy has found.

    Attributes:
        policy: The policy, as an assessment names it: `wordPolicy`, …
        member: The list in that policy: `customWords`, …
        report: What the list has about it, with its action.
        mask: What takes its place in the text; None if the text stays.
        pattern: Where it stands in the text.
    """

    policy: str
    member: str
    report: Mapping[str, Any]
    mask: str | None = None
    pattern: re.Pattern[str] | None = None

    @property
    def action(self) -> str:
        """`BLOCKED`, `ANONYMIZED` or `NONE`."""
        return str(self.report["action"])


def find(guardrail: Mapping[str, Any], said: str, source: str) -> list[GuardrailFinding]:
    """Return what a guardrail finds in a text.

    Args:
        guardrail: What GetGuardrail returns.
        said: The text.
        source: `INPUT` or `OUTPUT`.
    """
    return [finding for policy in _POLICIES for finding in policy(guardrail, said, source)]


def _action(entry: Mapping[str, Any], source: str) -> str | None:
    """Return what an entry does with a text from a source; None if it does not look at it."""
    side = source.lower()
    if not entry.get(f"{side}Enabled", True):
        return None
    action = entry.get(f"{side}Action") or entry.get("action") or "BLOCK"
    return {"BLOCK": "BLOCKED", "ANONYMIZE": "ANONYMIZED"}.get(action, "NONE")


def _topics(guardrail: Mapping[str, Any], said: str, source: str) -> Iterable[GuardrailFinding]:
    lowered = said.lower()
    for topic in guardrail.get("topicPolicy", {}).get("topics", ()):
        action = _action(topic, source)
        if action and any(words.lower() in lowered for words in (topic["name"], *topic.get("examples", ()))):
            report = {"name": topic["name"], "type": "DENY", "action": action, "detected": True}
            yield GuardrailFinding("topicPolicy", "topics", report)


def _contents(guardrail: Mapping[str, Any], said: str, source: str) -> Iterable[GuardrailFinding]:
    for each in guardrail.get("contentPolicy", {}).get("filters", ()):
        strength = each["inputStrength" if source == "INPUT" else "outputStrength"]
        confidence = confidence_in(each["type"], said)
        action = _action(each, source)
        if action and is_filtered(confidence, strength):
            report = {
                "type": each["type"],
                "confidence": confidence,
                "filterStrength": strength,
                "action": action,
                "detected": True,
            }
            yield GuardrailFinding("contentPolicy", "filters", report)


def _words(guardrail: Mapping[str, Any], said: str, source: str) -> Iterable[GuardrailFinding]:
    policy = guardrail.get("wordPolicy", {})
    for word in policy.get("words", ()):
        found = re.search(rf"(?<!\w){re.escape(word['text'])}(?!\w)", said, re.IGNORECASE)
        if found and (action := _action(word, source)):
            report = {"match": found[0], "action": action, "detected": True}
            yield GuardrailFinding("wordPolicy", "customWords", report)
    for managed in policy.get("managedWordLists", ()):
        action = _action(managed, source)
        for match in (
            dict.fromkeys(word for word in text.words(said) if word in PROFANITIES) if action else ()
        ):
            report = {"match": match, "type": managed["type"], "action": action, "detected": True}
            yield GuardrailFinding("wordPolicy", "managedWordLists", report)


def _sensitive(guardrail: Mapping[str, Any], said: str, source: str) -> Iterable[GuardrailFinding]:
    policy = guardrail.get("sensitiveInformationPolicy", {})
    for entity in policy.get("piiEntities", ()):
        form = FORMS.get(entity["type"])
        if form is not None and (action := _action(entity, source)):
            for match in dict.fromkeys(form.findall(said)):
                report = {"match": match, "type": entity["type"], "action": action, "detected": True}
                yield GuardrailFinding(
                    "sensitiveInformationPolicy", "piiEntities", report, f"{{{entity['type']}}}", form
                )
    for expression in policy.get("regexes", ()):
        form = re.compile(expression["pattern"])
        if action := _action(expression, source):
            for match in dict.fromkeys(found[0] for found in form.finditer(said) if found[0]):
                report = {
                    "name": expression["name"],
                    "match": match,
                    "regex": expression["pattern"],
                    "action": action,
                    "detected": True,
                }
                yield GuardrailFinding(
                    "sensitiveInformationPolicy", "regexes", report, f"{{{expression['name']}}}", form
                )


_POLICIES: Sequence[Callable[[Mapping[str, Any], str, str], Iterable[GuardrailFinding]]] = (
    _topics,
    _contents,
    _words,
    _sensitive,
)
