"""Failures on purpose: AWS errors, slow and broken networks, and what the backend makes of them."""

from FailureSimulator.errors import FailureNeverHappenedError, FailureSimulationError
from FailureSimulator.library import FailureSimulator

__all__ = ["FailureNeverHappenedError", "FailureSimulationError", "FailureSimulator"]
