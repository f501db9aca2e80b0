"""The ingestion of manuals into the knowledge base."""

import functools
import itertools
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import tenacity

from manuel_sandbox.aws.clients import AwsClients
from manuel_sandbox.aws.dependency import Dependency
from manuel_sandbox.aws.errors import DependencyError, DependencyRefusedError, DependencyUnavailableError
from manuel_sandbox.domain.library import IngestionJob, Library, Manual
from manuel_sandbox.times import Clock, iso

logger = logging.getLogger(__name__)

MOST_FOLLOWED_AT_A_TIME = 5
STARTS, SECONDS_BETWEEN_STARTS = 8, 0.2
STATES = {"STARTING": "STARTING", "IN_PROGRESS": "IN_PROGRESS", "COMPLETE": "COMPLETE"}


class Ingestion:
    """Starts the ingestion jobs of Bedrock and follows them.

    Bedrock runs one job of a data source at a time and rejects a second. A manual whose job could not be started stays
    `processing`, and its job is started when its state is next requested.
    """

    def __init__(  # noqa: PLR0913 - its dependencies
        self,
        *,
        knowledge_base_id: str,
        data_source_id: str | None,
        clients: AwsClients,
        bedrock: Dependency,
        library: Library,
        clock: Clock,
        sleep: Callable[[float], None],
    ) -> None:
        self._knowledge_base_id = knowledge_base_id
        self._configured_data_source_id = data_source_id
        self._clients = clients
        self._bedrock = bedrock
        self._library = library
        self._clock = clock
        self._sleep = sleep

    def begin(self, manual: Manual) -> Manual:
        """Start the job of a manual if that is possible at present.

        Returns:
            The manual, with its job if that has been started.
        """
        try:
            started = self._start()
        except DependencyError as error:
            logger.info("The ingestion of %s has to wait: %s", manual.manual_id, error)
            return manual
        now = iso(self._clock())
        job = IngestionJob(
            job_id=str(started["ingestionJobId"]),
            owner=manual.owner,
            manual_id=manual.manual_id,
            file_name=manual.name,
            status=STATES.get(str(started["status"]), "FAILED"),
            created_at=now,
            updated_at=now,
        )
        return self._library.record_job(manual, job)

    def follow(self, manuals: Iterable[Manual]) -> list[Manual]:
        """Return the current state of manuals: start jobs that wait and poll jobs that run, but not too many at a time."""
        turns = itertools.count()
        return [
            self.follow_one(manual)
            if manual.status == "processing" and next(turns) < MOST_FOLLOWED_AT_A_TIME
            else manual
            for manual in manuals
        ]

    def follow_jobs(self, jobs: Iterable[IngestionJob]) -> list[IngestionJob]:
        """Return the current state of jobs, but poll not too many at a time."""
        turns = itertools.count()
        return [
            self.follow_job(job) if not job.is_over and next(turns) < MOST_FOLLOWED_AT_A_TIME else job
            for job in jobs
        ]

    def follow_one(self, manual: Manual) -> Manual:
        """Return the current state of a manual."""
        if manual.status != "processing":
            return manual
        if manual.job_id is None:
            return self.begin(manual)
        job = self._library.find_job(manual.owner, manual.job_id)
        if job is None:
            return manual
        if job.is_over:  # which was recorded when the state of the manual could not be
            return self._library.record_job(manual, job)
        return self._library_after(manual, self._ask(job), job)

    def follow_job(self, job: IngestionJob) -> IngestionJob:
        """Return the current state of a job."""
        if job.is_over:
            return job
        asked = self._ask(job)
        if asked != job:
            self._record(asked)
        return asked

    def remove_deleted(self) -> bool:
        """Start a job that removes deleted manuals from the index, after the one that may be running.

        Returns:
            Whether it has been started; if not, the next job removes them.
        """
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(_another_job_runs),
            wait=tenacity.wait_fixed(SECONDS_BETWEEN_STARTS),
            stop=tenacity.stop_after_attempt(STARTS),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            retrying(self._start)
        except DependencyError as error:
            logger.info("The removal from the index has to wait: %s", error)
            return False
        return True

    def _record(self, job: IngestionJob) -> None:
        """Record the new state of a job, also if its manual has been deleted meanwhile."""
        manual = self._library.find(job.owner, job.manual_id)
        if manual is None:
            self._library.save_job(job)
        else:
            self._library.record_job(manual, job)

    def _library_after(self, manual: Manual, asked: IngestionJob, known: IngestionJob) -> Manual:
        return manual if asked == known else self._library.record_job(manual, asked)

    def _start(self) -> Any:
        with self._bedrock.guard("StartIngestionJob"):
            reply = self._bedrock.attempt(
                self._clients.bedrock_agent.start_ingestion_job,
                knowledgeBaseId=self._knowledge_base_id,
                dataSourceId=self._data_source_id,
            )
            return _ingestion_job(reply, "StartIngestionJob")

    def _ask(self, job: IngestionJob) -> IngestionJob:
        """Return the state of a job according to Bedrock, or the last known one if Bedrock does not respond."""
        try:
            with self._bedrock.guard("GetIngestionJob"):
                reply = self._bedrock.attempt(
                    self._clients.bedrock_agent.get_ingestion_job,
                    knowledgeBaseId=self._knowledge_base_id,
                    dataSourceId=self._data_source_id,
                    ingestionJobId=job.job_id,
                )
                answer = _ingestion_job(reply, "GetIngestionJob")
        except DependencyError as error:
            logger.info("The state of job %s is unknown at present: %s", job.job_id, error)
            return job
        return self._updated(job, answer)

    def _updated(self, job: IngestionJob, answer: Any) -> IngestionJob:
        updated = replace(
            job,
            status=STATES.get(str(answer["status"]), "FAILED"),
            failure_reasons=_reasons_for_user(answer, job.manual_id),
        )
        return job if updated == job else replace(updated, updated_at=iso(self._clock()))

    @functools.cached_property
    def _data_source_id(self) -> str:
        if self._configured_data_source_id is not None:
            return self._configured_data_source_id
        reply = self._bedrock.attempt(
            self._clients.bedrock_agent.list_data_sources, knowledgeBaseId=self._knowledge_base_id
        )
        sources = reply.get("dataSourceSummaries", [])
        if not sources:
            raise DependencyUnavailableError(
                "bedrock", "ListDataSources", "NoDataSource", "there is no data source"
            )
        return sources[0]["dataSourceId"]


def _another_job_runs(error: BaseException) -> bool:
    return isinstance(error, DependencyRefusedError) and error.cause_type == "ConflictException"


def _ingestion_job(reply: Any, operation: str) -> Any:
    job = reply.get("ingestionJob")
    if not job or "status" not in job:
        raise DependencyUnavailableError("bedrock", operation, "InvalidReply", "the reply contains no job")
    return job


def _reasons_for_user(answer: Any, manual_id: str) -> tuple[str, ...]:
    """Return the reasons why this manual has not been indexed, in words for its owner.

    The reasons of Bedrock contain buckets, keys and accounts, and files of other users that the same job has processed. Users
    learn only that their own file could not be indexed.
    """
    has_failed = STATES.get(str(answer["status"])) is None
    is_named = any(manual_id in reason for reason in answer.get("failureReasons", ()))
    return ("The file could not be indexed.",) if has_failed or is_named else ()
