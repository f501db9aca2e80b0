"""Many accounts, each with what a test needs, and the journal of their calls."""

import itertools
from dataclasses import replace

from aws_requests import Request, json_request, s3_request, unsigned
from growth.holding import Holding, question
from growth.tables import Items
from growth.users import Users

BUCKET = "/growth-accounts"
TRACE = "1-67891233-{:024x}"


class Accounts(Holding):
    title = "other accounts"
    largest = 500
    only_ours = True

    def prepare(self) -> None:
        self.items, self.users = self.populate(self.account)
        self.tokens = self.users.sign_in()
        self.public = f"/growth-public-{self.account}"
        create = s3_request("CreateBucket", "PUT", self.public, account=self.account)
        self.send(replace(create, headers={**create.headers, "x-amz-object-ownership": "ObjectWriter"}))
        block = f"{self.public}?publicAccessBlock"
        self.send(s3_request("DeletePublicAccessBlock", "DELETE", block, account=self.account))
        put = s3_request("PutObject", "PUT", f"{self.public}/key", b"x", self.account)
        self.send(replace(put, headers={**put.headers, "x-amz-acl": "public-read"}))

    def fill(self, numbers: range) -> None:
        for number in numbers:
            self.populate(f"{self.account[-4:]}{number:08d}")

    def populate(self, account: str) -> tuple[Items, Users]:
        """Create a table, a queue, an object and a user in an account."""
        items, users = Items(self.send, account), Users(self.send, account)
        items.prepare()
        users.prepare()
        self.send(json_request("sqs", "CreateQueue", account, QueueName=items.label))
        self.send(s3_request("CreateBucket", "PUT", BUCKET, account=account))
        self.send(s3_request("PutObject", "PUT", f"{BUCKET}/key", b"x", account))
        return items, users

    @question("PutItem")
    def put_item(self) -> None:
        self.items.put_item()

    @question("InitiateAuth with a password")
    def sign_in(self) -> None:
        self.users.sign_in()

    @question("GetUser")
    def get_user(self) -> None:
        self.users.ask_unsigned("GetUser", AccessToken=self.tokens["AccessToken"])

    @question("AdminGetUser")
    def admin_get_user(self) -> None:
        self.users.admin_get_user()

    @question("GetObject without a signature")
    def get_object(self) -> None:
        self.send(unsigned(s3_request("GetObject", "GET", f"{self.public}/key")))

    @question("reset of one account")
    def reset(self) -> None:
        self.send(Request("reset", "POST", "/_mockaws/reset?account_id=900000000000", b"", {}))


class Calls(Holding):
    title = "calls in the journal"
    kept_mb = 20
    largest = 100_000
    only_ours = True

    def prepare(self) -> None:
        self.traces = map(TRACE.format, itertools.count())

    def fill(self, numbers: range) -> None:
        for _ in numbers:
            self.send(self.cheap_call())

    def cheap_call(self) -> Request:
        """Return a request that does little."""
        return json_request("dynamodb", "ListTables", self.account)

    @question("a call, and a look-up of its trace")
    def look_up(self) -> None:
        call, trace_id = self.cheap_call(), next(self.traces)
        self.send(replace(call, headers={**call.headers, "X-Amzn-Trace-Id": f"Root={trace_id}"}))
        path = f"/_mockaws/calls?account_id={self.account}&trace_id={trace_id}"
        assert len(self.call(Request("calls", "GET", path, b"", {}))["calls"]) == 1
