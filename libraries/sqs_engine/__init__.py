"""Amazon SQS in memory: standard and FIFO queues, dead-letter queues and their redrive.

It takes the parameters of an operation as boto3 does and returns its result or raises its error, in AWS's words. It knows no
HTTP, no moto and no test framework, never waits, and is not thread-safe: whoever calls it lets one request of an account in at a
time, and comes back for messages at `next_change`.

Example:
    ```python
    engine = SqsEngine()
    engine.call("123456789012", "eu-west-1", "CreateQueue", {"QueueName": "errors"})
    ```
"""

from sqs_engine.engine import SqsEngine
from sqs_engine.errors import SqsError

__all__ = ["SqsEngine", "SqsError"]
