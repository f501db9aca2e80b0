"""Draw defects that can be applied to one backend at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from manuel_runner.detection.catalogue import BackendChange, sample
from manuel_runner.detection.patched_members import patched_members
from ManuelEnvironment.errors import ConfigurationError


@dataclass(frozen=True)
class Rejection:
    """A defect that was drawn and put back.

    Attributes:
        defect: The defect.
        reason: Why it can't be applied together with the ones that were drawn before.
    """

    defect: BackendChange
    reason: str


@dataclass(frozen=True)
class DefectBundle:
    """Defects that can be applied to one backend at once.

    Attributes:
        seed: What the bundle was drawn with; the same one draws the same bundle.
        defects: The defects.
        rejected: The defects for which others were drawn.
    """

    seed: int
    defects: tuple[BackendChange, ...]
    rejected: tuple[Rejection, ...]


def draw_bundle(defects: Sequence[BackendChange], size: int, seed: int) -> DefectBundle:
    """Draw defects at random, and others in place of those that conflict with one that has been drawn.

    Raises:
        ConfigurationError: There are not enough defects that can be applied together.
    """
    drawn: list[BackendChange] = []
    rejected: list[Rejection] = []
    for defect in sample(defects, len(defects), str(seed)):
        reason = _reason_to_reject(defect, drawn)
        if reason is None:
            drawn.append(defect)
        else:
            rejected.append(Rejection(defect, reason))
        if len(drawn) == size:
            return DefectBundle(seed, tuple(drawn), tuple(rejected))
    raise ConfigurationError(
        f"only {len(drawn)} of {len(defects)} defects can be applied together, not {size}"
    )


def _reason_to_reject(defect: BackendChange, drawn: Sequence[BackendChange]) -> str | None:
    if defect.choices:
        return f"needs settings of its own: {', '.join(defect.choices)}"
    members = patched_members(defect.path)
    for other in drawn:
        if common := members & patched_members(other.path):
            return f"replaces {min(common)}, as {other.name} does"
        if defect.kind == other.kind:
            return f"is of the same kind as {other.name}: {defect.kind}"
    return None
