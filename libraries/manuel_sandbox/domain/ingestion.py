"""How manuals get into the knowledge base."""

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
    """Starts Bedrock's ingestion jobs and follows them.

    Bedrock runs one job of a data source at a time and refuses a second. A manual whose job could not be started waits as
    `processing`, and its job is started when its state is asked for next.
    """

    def __init__(  # noqa: PLR0913 - what it works with
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
        """Start a manual's job if that is possible now.

        Returns:
            The manual as it is after that.
        """
        try:
            started = self._start()
        except DependencyError as error:
            logger.info("the ingestion of %s waits: %s", manual.manual_id, error)
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
        return self._library.note_job(manual, job)

    def follow(self, manuals: Iterable[Manual]) -> list[Manual]:
        """The manuals as they are now: jobs that wait are started, those that run are asked for, but not too many at a time."""
        turns = itertools.count()
        return [
            self.follow_one(manual)
            if manual.status == "processing" and next(turns) < MOST_FOLLOWED_AT_A_TIME
            else manual
            for manual in manuals
        ]

    def follow_jobs(self, jobs: Iterable[IngestionJob]) -> list[IngestionJob]:
        """The jobs as they are now; not too many are asked for at a time."""
        turns = itertools.count()
        return [
            self.follow_job(job) if not job.is_over and next(turns) < MOST_FOLLOWED_AT_A_TIME else job
            for job in jobs
        ]

    def follow_one(self, manual: Manual) -> Manual:
        """A manual as it is now."""
        if manual.status != "processing":
            return manual
        if manual.job_id is None:
            return self.begin(manual)
        job = self._library.find_job(manual.owner, manual.job_id)
        return manual if job is None else self._library_after(manual, self._ask(job), job)

    def follow_job(self, job: IngestionJob) -> IngestionJob:
        """A job as it is now."""
        if job.is_over:
            return job
        asked = self._ask(job)
        manual = self._library.find(job.owner, job.manual_id)
        if manual is not None and asked != job:
            self._library.note_job(manual, asked)
        return asked

    def remove_deleted(self) -> bool:
        """Start a job that takes deleted manuals out of the index, after the one that may be running.

        Returns:
            Whether it was started soon; else the next job does it.
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
            logger.info("the removal from the index waits: %s", error)
            return False
        return True

    def _library_after(self, manual: Manual, asked: IngestionJob, known: IngestionJob) -> Manual:
        return manual if asked == known else self._library.note_job(manual, asked)

    def _start(self) -> Any:
        with self._bedrock.guard("StartIngestionJob"):
            reply = self._bedrock.attempt(
                self._clients.bedrock_agent.start_ingestion_job,
                knowledgeBaseId=self._knowledge_base_id,
                dataSourceId=self._data_source_id,
            )
            return _ingestion_job(reply, "StartIngestionJob")

    def _ask(self, job: IngestionJob) -> IngestionJob:
        """What Bedrock says of a job; what was known if Bedrock says nothing."""
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
            logger.info("the state of job %s is not known now: %s", job.job_id, error)
            return job
        return self._updated(job, answer)

    def _updated(self, job: IngestionJob, answer: Any) -> IngestionJob:
        updated = replace(
            job,
            status=STATES.get(str(answer["status"]), "FAILED"),
            failure_reasons=_for_people(answer, job.manual_id),
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
            raise DependencyUnavailableError("bedrock", "ListDataSources", "NoDataSource", "none is there")
        return sources[0]["dataSourceId"]


def _another_job_runs(error: BaseException) -> bool:
    return isinstance(error, DependencyRefusedError) and error.cause_type == "ConflictException"


def _ingestion_job(reply: Any, operation: str) -> Any:
    job = reply.get("ingestionJob")
    if not job or "status" not in job:
        raise DependencyUnavailableError("bedrock", operation, "InvalidReply", "there is no job in the reply")
    return job


def _for_people(answer: Any, manual_id: str) -> tuple[str, ...]:
    """Why this manual is not indexed.

    Bedrock's reasons name buckets, keys and accounts, and other users' files that the same job looked at; a user is told
    only that the own file could not be indexed.
    """
    has_failed = STATES.get(str(answer["status"])) is None
    is_named = any(manual_id in reason for reason in answer.get("failureReasons", ()))
    return ("The file could not be indexed.",) if has_failed or is_named else ()
