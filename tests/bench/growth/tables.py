"""DynamoDB."""

from typing import Any

from growth.holding import Holding, batches, question


def item(partition: str, sort: str) -> dict[str, Any]:
    """Return an item of some size."""
    return {
        "pk": {"S": partition},
        "sk": {"S": sort},
        "owner": {"S": f"owner-{partition}"},
        "count": {"N": "1"},
        "text": {"S": "x" * 200},
    }


def key(partition: str, sort: str) -> dict[str, Any]:
    """Return the key of an item."""
    return {"pk": {"S": partition}, "sk": {"S": sort}}


class Items(Holding):
    title = "items in other partitions"

    def prepare(self) -> None:
        self.json(
            "dynamodb",
            "CreateTable",
            TableName=self.label,
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "owner")
            ],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "by-owner",
                    "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        self.put([item("asked", str(number)) for number in range(5)])

    def fill(self, numbers: range) -> None:
        self.put([item(f"other-{number}", "0") for number in numbers])

    def put(self, items: list[dict[str, Any]]) -> None:
        """Put items, 25 a request."""
        for batch in batches(items, 25):
            puts = [{"PutRequest": {"Item": one}} for one in batch]
            self.json("dynamodb", "BatchWriteItem", RequestItems={self.label: puts})

    def ask(self, operation: str, **parameters: Any) -> None:
        """Send a request to the table."""
        self.json("dynamodb", operation, TableName=self.label, **parameters)

    @question("PutItem")
    def put_item(self) -> None:
        self.ask("PutItem", Item=item("asked", "4"))

    @question("GetItem")
    def get_item(self) -> None:
        self.ask("GetItem", Key=key("asked", "0"))

    @question("UpdateItem, 3 clauses and a condition")
    def update_item(self) -> None:
        self.ask(
            "UpdateItem",
            Key=key("asked", "0"),
            UpdateExpression="SET #text = :text, seen = if_not_exists(seen, :zero) + :one ADD #count :one REMOVE #old",
            ConditionExpression="attribute_exists(pk) AND #count >= :zero",
            ExpressionAttributeNames={"#text": "text", "#count": "count", "#old": "old"},
            ExpressionAttributeValues={":text": {"S": "y" * 200}, ":one": {"N": "1"}, ":zero": {"N": "0"}},
        )

    @question("Query of one partition")
    def query(self) -> None:
        values = {":pk": {"S": "asked"}}
        self.ask("Query", KeyConditionExpression="pk = :pk", ExpressionAttributeValues=values)

    @question("Query of an index")
    def query_index(self) -> None:
        self.ask(
            "Query",
            IndexName="by-owner",
            KeyConditionExpression="#owner = :owner",
            ExpressionAttributeNames={"#owner": "owner"},
            ExpressionAttributeValues={":owner": {"S": "owner-asked"}},
        )

    @question("Scan of 3 items")
    def scan(self) -> None:
        self.ask("Scan", Limit=3)

    @question("DescribeTable")
    def describe_table(self) -> None:
        self.ask("DescribeTable")

    @question("TransactWriteItems of 2")
    def transact_write_items(self) -> None:
        update = {
            "TableName": self.label,
            "Key": key("asked", "1"),
            "UpdateExpression": "ADD #count :one",
            "ExpressionAttributeNames": {"#count": "count"},
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
        put = {"TableName": self.label, "Item": item("asked", "2")}
        self.json("dynamodb", "TransactWriteItems", TransactItems=[{"Update": update}, {"Put": put}])


class Overwrites(Items):
    title = "earlier versions of one item"
    kept_mb = 5
    asked = ("get_item",)

    def fill(self, numbers: range) -> None:
        for _ in numbers:
            self.ask("PutItem", Item=item("asked", "0"))
