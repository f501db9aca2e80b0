"""The listeners of all keyword libraries: whichever of them a suite imports, its tests are judged in the same way."""

from ManuelEnvironment.argument_hints import ArgumentHints
from ManuelEnvironment.assertion_messages import AssertionMessages
from ManuelEnvironment.cause_tests import CauseTests
from ManuelEnvironment.listeners import FAILURE_LISTENERS
from ManuelEnvironment.listeners.called_once import CalledOnce
from ManuelEnvironment.listeners.run_conditions import RunConditions, ValidTags
from ManuelEnvironment.masked_results import ResultMasking
from ManuelEnvironment.run_metadata import RunMetadata

SHARED_LISTENERS: tuple[object, ...] = (
    CalledOnce(ValidTags()),
    CalledOnce(RunConditions(), ArgumentHints(), AssertionMessages(), RunMetadata()),
    CalledOnce(CauseTests(), *FAILURE_LISTENERS),
    CalledOnce(ResultMasking()),
)
