"""Amazon DynamoDB in memory: tables, indexes, expressions, transactions, PartiQL and streams.

It takes the parameters of an operation in the form of boto3's models and returns its result or raises its error, in AWS's words.
It knows no HTTP, no moto and no test framework, and is not thread-safe: whoever calls it lets one request of an account in at
a time.

Example:
    ```python
    engine = DynamoDbEngine()
    table = engine.account("123456789012", "eu-west-1")
    table.call("CreateTable", {"TableName": "usage", ...})
    table.call("PutItem", {"TableName": "usage", "Item": {"user_id": {"S": "ada"}}})
    ```
"""

from dynamodb_engine.engine import DynamoDbEngine
from dynamodb_engine.errors import DynamoDbError

__all__ = ["DynamoDbEngine", "DynamoDbError"]
