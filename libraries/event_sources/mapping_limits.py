"""What Lambda allows of an event source mapping.

Source: AWS Lambda API reference, "CreateEventSourceMapping"; AWS Lambda Developer Guide, "Creating and configuring an Amazon SQS
event source mapping" and "Control which events Lambda sends to your function".
"""

LARGEST_BATCH_AT_ONCE = 10
"""How many messages of a queue make a batch without a window, and of a FIFO queue in any case."""
SHORTEST_AGE_SECONDS = 60
MOST_FILTERS, MOST_FILTERS_ON_REQUEST = 5, 10
"""An account has the lower limit until AWS grants it the higher one."""
OF_STREAMS = (
    "BisectBatchOnFunctionError", "DestinationConfig", "MaximumRecordAgeInSeconds", "MaximumRetryAttempts",
    "ParallelizationFactor", "TumblingWindowInSeconds",
)  # fmt: skip
"""Settings that a mapping of a queue cannot have; nor can it have a starting position."""
DEFAULT_VISIBILITY_SECONDS = 30


def hides_long_enough(visibility_seconds: float, timeout_seconds: float) -> bool:
    """Return whether a queue hides its messages for as long as a function may take, without which Lambda makes no mapping.

    Args:
        visibility_seconds: The visibility timeout of the queue.
        timeout_seconds: The timeout of the function.
    """
    return visibility_seconds >= timeout_seconds
