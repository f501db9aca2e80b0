"""Amazon SNS in memory: standard and FIFO topics, subscriptions with their filters, and deliveries.

It takes the parameters of an operation as boto3 does and returns its result or raises its error, in AWS's words. It knows no
HTTP, no queues, no moto and no test framework: whoever creates it says how things are delivered (`Delivery`). It never waits and
is not thread-safe: let one request of an account in at a time.

Example:
    ```python
    engine = SnsEngine(delivery)
    engine.call("123456789012", "eu-west-1", "CreateTopic", {"Name": "errors"})
    ```
"""

from sns_engine.delivery import Delivery, EndpointPost, QueueMessage
from sns_engine.engine import SnsEngine
from sns_engine.errors import SnsError

__all__ = ["Delivery", "EndpointPost", "QueueMessage", "SnsEngine", "SnsError"]
