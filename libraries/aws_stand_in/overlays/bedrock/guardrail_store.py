"""Guardrails with their versions, account by account."""

import re
import secrets
import string
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DRAFT = "DRAFT"
_ARN = re.compile(
    r"arn:aws[\w-]*:bedrock:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):guardrail/(?P<id>[a-z0-9]+)"
)
_ID_CHARACTERS = string.ascii_lowercase + string.digits


@dataclass(slots=True)
class Guardrail:
    """A guardrail: what GetGuardrail returns, by version.

    Attributes:
        id: Its id.
        arn: Its ARN.
        versions: The draft and the numbered versions.
        tokens: Numbered versions by the client token they were made with.
    """

    id: str
    arn: str
    versions: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def draft(self) -> dict[str, Any]:
        """The version that is worked on."""
        return self.versions[DRAFT]

    def next_version(self) -> str:
        """Return the number of the next version."""
        return str(max((int(version) for version in self.versions if version != DRAFT), default=0) + 1)


class GuardrailStore:
    """All guardrails, by account and region."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[str, dict[str, Guardrail]]] = defaultdict(lambda: defaultdict(dict))

    def in_region(self, account_id: str, region: str) -> dict[str, Guardrail]:
        """Return the guardrails of an account in a region by id, oldest first."""
        return self._kept[account_id][region]

    def create(self, account_id: str, region: str) -> Guardrail:
        """Keep a new guardrail, which has no versions yet."""
        new = "".join(secrets.choice(_ID_CHARACTERS) for _ in range(12))
        guardrail = Guardrail(new, f"arn:aws:bedrock:{region}:{account_id}:guardrail/{new}")
        self.in_region(account_id, region)[new] = guardrail
        return guardrail

    def find(self, account_id: str, region: str, identifier: str) -> Guardrail | None:
        """Return the guardrail with an id or an ARN; None if there is none."""
        arn = _ARN.fullmatch(identifier)
        if arn is None:
            return self.in_region(account_id, region).get(identifier)
        if (arn["account"], arn["region"]) != (account_id, region):
            return None
        return self.in_region(account_id, region).get(arn["id"])

    def version(
        self, account_id: str, region: str, identifier: str, version: str
    ) -> Mapping[str, Any] | None:
        """Return one version of a guardrail; None if there is none."""
        guardrail = self.find(account_id, region, identifier)
        return guardrail.versions.get(version) if guardrail else None

    def forget(self, account_id: str) -> None:
        """Drop the guardrails of an account."""
        self._kept.pop(account_id, None)
