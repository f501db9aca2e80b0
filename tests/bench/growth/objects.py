"""S3."""

from aws_requests import s3_request
from growth.holding import Holding, question


class Objects(Holding):
    title = "objects under other prefixes"

    def prepare(self) -> None:
        self.bucket = f"/growth-{self.account}"
        self.send(s3_request("CreateBucket", "PUT", self.bucket, account=self.account))
        for number in range(5):
            self.put(f"asked/{number}.pdf")

    def fill(self, numbers: range) -> None:
        for number in numbers:
            self.put(f"manuals/{number % 100}/{number}.pdf")

    def put(self, key: str) -> None:
        """Put an object."""
        self.send(s3_request("PutObject", "PUT", f"{self.bucket}/{key}", b"x" * 100, self.account))

    def list(self, operation: str, **query: str) -> None:
        """Send a request that lists."""
        self.send(s3_request(operation, "GET", self.bucket, account=self.account, **query))

    @question("ListObjectsV2 of a prefix with 5 objects")
    def list_prefix(self) -> None:
        self.list("ListObjectsV2", **{"list-type": "2", "prefix": "asked/"})

    @question("ListObjectsV2 of a page of 5")
    def list_page(self) -> None:
        self.list("ListObjectsV2", **{"list-type": "2", "max-keys": "5"})

    @question("ListObjectsV2 of 2 folders")
    def list_folders(self) -> None:
        self.list("ListObjectsV2", **{"list-type": "2", "delimiter": "/"})

    @question("ListObjects of a page of 5")
    def list_page_in_the_old_way(self) -> None:
        self.list("ListObjects", **{"max-keys": "5"})

    @question("ListObjectVersions of a prefix with 5 objects")
    def list_versions(self) -> None:
        self.list("ListObjectVersions", versions="", prefix="asked/")

    @question("GetObject")
    def get_object(self) -> None:
        self.send(s3_request("GetObject", "GET", f"{self.bucket}/asked/0.pdf", account=self.account))

    @question("PutObject")
    def put_object(self) -> None:
        self.put("asked/0.pdf")


class ObjectOverwrites(Objects):
    title = "earlier versions of one object"
    kept_mb = 5
    asked = ("get_object", "put_object")

    def fill(self, numbers: range) -> None:
        for _ in numbers:
            self.put_object()
