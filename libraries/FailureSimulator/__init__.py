"""Failures on purpose: AWS errors, slow and broken networks, and whatever they do to the backend."""

from FailureSimulator.errors import FailureNeverHappenedError, FailureSimulationError
from FailureSimulator.library import FailureSimulator

__all__ = ["FailureNeverHappenedError", "FailureSimulationError", "FailureSimulator"]
