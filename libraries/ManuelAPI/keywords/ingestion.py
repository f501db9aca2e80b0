"""How far manuals have been ingested."""

from urllib.parse import quote

from robot.api.deco import keyword
from robot.utils import DotDict

from ManuelAPI.client import ApiClient


class IngestionKeywords:
    """The current user's ingestion jobs."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    @keyword(tags=["Ingestion", "Getter"])
    def get_ingestion_status(self, *, status: int = 200) -> DotDict:
        """The current user's ingestion jobs.

        Args:
            status: The status that must come, `200` by default.

        Raises:
            AssertionError: Another status came, or a response that is not as the contract says.
        """
        jobs: DotDict = self._client.call("GET", "/api/ingestion/status", status=status)
        return jobs

    @keyword(tags=["Ingestion", "Getter"])
    def get_ingestion_job(self, job_id: str, *, status: int = 200) -> DotDict:
        """One of the current user's ingestion jobs.

        Args:
            job_id: The job's id.
            status: The status that must come, `200` by default.

        Raises:
            AssertionError: Another status came, or a response that is not as the contract says.
        """
        job: DotDict = self._client.call("GET", f"/api/ingestion/job/{quote(job_id, safe='')}", status=status)
        return job

    @keyword(tags=["Ingestion", "Getter"])
    def get_ingested_files(self, *, status: int = 200) -> DotDict:
        """The current user's files, and how far each has been ingested.

        Args:
            status: The status that must come, `200` by default.

        Raises:
            AssertionError: Another status came, or a response that is not as the contract says.
        """
        files: DotDict = self._client.call("GET", "/api/ingestion/files", status=status)
        return files
