"""The manuals that tests need and are not about: made as `manuals_via` says."""

import base64
import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from robot.utils import DotDict

from ManuelAPI.client import ApiClient
from ManuelAPI.created_manuals import CreatedManuals
from ManuelAuth.identity import current_identity
from ManuelEnvironment import BlockedError, Capability, Environment, current_environment
from ManuelEnvironment.waiting import NotYetError, eventually

PDF = "application/pdf"
UNTIL_ANOTHER_JOB_IS_OVER = timedelta(minutes=2)


class ManualProvision:
    """Makes manuals by the API's own routes, or without the API: in S3, by an ingestion job."""

    def __init__(self, client: ApiClient, created: CreatedManuals) -> None:
        self._client = client
        self._created = created

    def provide(self, file: Path) -> DotDict:
        """Make a manual of the current user.

        Returns:
            `manual_id`, `file_name`, `size` and `status`.

        Raises:
            AssertionError: The API fails.
            BlockedError: The way that `manuals_via` names does not exist here.
        """
        ways = {"upload": self._upload, "download": self._let_download, "bucket": self._put_into_bucket}
        return ways[current_environment().settings.manuals_via](file)

    def _upload(self, file: Path) -> DotDict:
        content = base64.b64encode(file.read_bytes()).decode("ascii")
        body = {"file_name": file.name, "file_data": content, "content_type": PDF}
        return self._create("/api/manuals/upload", body)

    def _let_download(self, file: Path) -> DotDict:
        site = current_environment().settings.manual_site_url
        if site is None:
            raise BlockedError(
                "manuals_via download", "set manual_site_url, which has the files of resources/data/manuals"
            )
        return self._create(
            "/api/manuals/download", {"url": f"{site.rstrip('/')}/{file.name}", "filename": file.name}
        )

    def _create(self, path: str, body: dict[str, Any]) -> DotDict:
        manual: DotDict = self._client.call("POST", path, json=body)
        self._created.remember(manual.manual_id)
        return manual

    def _put_into_bucket(self, file: Path) -> DotDict:
        identity = current_identity()
        if identity is None:
            raise AssertionError(
                "Expected a signed-in user, to whom the manual belongs.\nGot none.\nHint: call Sign In first."
            )
        bucket = _ManualsBucket(current_environment())
        manual_id = bucket.put(file, identity.user_id)
        self._created.remember(manual_id, bucket.key(identity.user_id, manual_id))
        bucket.index()
        return DotDict(manual_id=manual_id, file_name=file.name, size=file.stat().st_size, status="ready")


@dataclass(frozen=True)
class _ManualsBucket:
    """The manuals in S3, and the data source of the knowledge base that reads them."""

    environment: Environment

    def __post_init__(self) -> None:
        if not self.environment.offers(Capability.AWS_INSPECTION):
            raise BlockedError("manuals_via bucket", "it needs the capability aws-inspection")

    def key(self, owner: str, manual_id: str) -> str:
        return f"manuals/{owner}/{manual_id}.pdf"

    def put(self, file: Path, owner: str) -> str:
        """Store a PDF after its metadata, so that it is never indexed without an owner, and return its id."""
        manual_id = str(uuid.uuid4())
        key = self.key(owner, manual_id)
        names = {"owner": owner, "user_id": owner, "manual_id": manual_id, "file_name": file.name}
        put = self.environment.aws_client("s3").put_object
        name = self.environment.resource_name("manuals_bucket")
        put(Bucket=name, Key=f"{key}.metadata.json", Body=json.dumps({"metadataAttributes": names}))
        put(Bucket=name, Key=key, Body=file.read_bytes(), ContentType=PDF)
        return manual_id

    def index(self) -> None:
        """Run an ingestion job, after another one that may be running, until it is complete."""
        agent = self.environment.aws_client("bedrock-agent")
        source = {
            "knowledgeBaseId": self.environment.resource_id("knowledge_base_id"),
            "dataSourceId": self.environment.resource_id("data_source_id"),
        }

        def start() -> str:
            try:
                return str(agent.start_ingestion_job(**source)["ingestionJob"]["ingestionJobId"])
            except agent.exceptions.ConflictException as error:
                raise NotYetError(f"Expected an ingestion job to start.\nGot {error}") from None

        job_id = eventually(start, UNTIL_ANOTHER_JOB_IS_OVER)

        def look() -> str:
            status = str(agent.get_ingestion_job(**source, ingestionJobId=job_id)["ingestionJob"]["status"])
            if status not in ("COMPLETE", "FAILED"):
                raise NotYetError(f"Expected ingestion job {job_id} to be over.\nGot {status}.")
            return status

        if (status := eventually(look, UNTIL_ANOTHER_JOB_IS_OVER)) != "COMPLETE":
            raise BlockedError(f"ingestion job {status}", f"job {job_id} of {source} indexed no manual")
