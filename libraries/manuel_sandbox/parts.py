"""The parts of the backend: each is created here, once, and gets the parts that it depends on."""

import functools
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api_gateway.authorizer import CognitoAuthorizer
from api_gateway.runtime import Handler
from api_gateway.signing_keys import SigningKeys
from event_sources.queue_consumer import QueueConsumer
from manuel_sandbox.aws.circuit_breakers import CircuitBreakerRegistry
from manuel_sandbox.aws.clients import AwsClients
from manuel_sandbox.aws.dependency import Dependency
from manuel_sandbox.aws.table import TableClient
from manuel_sandbox.domain.answer_cache import AnswerCache
from manuel_sandbox.domain.assistant import Answer, Assistant
from manuel_sandbox.domain.costs import CostLedger
from manuel_sandbox.domain.error_tracking import ErrorReporter, ErrorStore
from manuel_sandbox.domain.ingestion import Ingestion
from manuel_sandbox.domain.knowledge import KnowledgeBase, Model
from manuel_sandbox.domain.library import Library
from manuel_sandbox.domain.manual_files import ManualFiles
from manuel_sandbox.domain.manual_submission import ManualSubmission
from manuel_sandbox.domain.metrics import Metrics
from manuel_sandbox.domain.probes import Probes, aws_probes
from manuel_sandbox.domain.quota import Quota, QuotaLimits
from manuel_sandbox.domain.rate_limit import RateLimit
from manuel_sandbox.domain.safe_fetch import Network, SafeFetcher
from manuel_sandbox.domain.speech import Transcriber
from manuel_sandbox.domain.usage import UsageReader
from manuel_sandbox.gateway import TOKEN_SCHEME
from manuel_sandbox.handlers import health, ingestion, manuals, usage, version
from manuel_sandbox.handlers.endpoint import Endpoint, Operation, Services
from manuel_sandbox.handlers.error_processor import ErrorProcessor
from manuel_sandbox.handlers.query import Query
from manuel_sandbox.handlers.transcribe import Transcribe
from manuel_sandbox.queue_function import QueueFunction, mapping_of
from manuel_sandbox.settings import DeploymentSettings
from manuel_sandbox.times import Clock

GUARDED_SERVICES = ("bedrock", "dynamodb", "s3", "transcribe")


@dataclass(frozen=True)
class Parts:
    """Every part of the backend; each is created once, when it is first needed."""

    settings: DeploymentSettings
    clock: Clock
    sleep: Callable[[float], None]
    random_source: random.Random
    network: Network

    def handlers(self) -> dict[str, Handler]:
        """Return every Lambda function of the API by its operation id."""
        uncounted: dict[str, Operation] = {
            "getHealth": health.GetHealth(
                stage=self.settings.stage, breakers=self.breakers, clock=self.clock
            ),
            "getDeepHealth": health.GetDeepHealth(probes=self.probes, clock=self.clock),
            "getVersion": version.GetVersion(build=self.settings.build, clock=self.clock),
            "getVersionCompatibility": version.GetVersionCompatibility(clock=self.clock),
            "getChangelog": version.GetChangelog(clock=self.clock),
            "listCircuitBreakers": health.ListCircuitBreakers(breakers=self.breakers, clock=self.clock),
            "resetCircuitBreaker": health.ResetCircuitBreaker(breakers=self.breakers, clock=self.clock),
        }
        counted: dict[str, Operation] = {
            **self._assistant_operations(),
            **self._manual_operations(),
            "getUsage": usage.GetUsage(usage=self.usage, costs=self.costs, clock=self.clock),
            "getQuota": usage.GetQuota(usage=self.usage),
        }
        return {
            **{
                name: Endpoint(name, operation, self.services, is_counted=False)
                for name, operation in uncounted.items()
            },
            **{name: Endpoint(name, operation, self.services) for name, operation in counted.items()},
        }

    def _assistant_operations(self) -> dict[str, Operation]:
        return {
            "transcribe": Transcribe(transcriber=self.transcriber, quota=self.quota),
            "query": Query(
                assistant=self.assistant,
                transcriber=self.transcriber,
                files=self.files,
                quota=self.quota,
                injection_policy=self.settings.injection_policy,
                question_length=self.settings.question_length,
                cache_hits_charged=self.settings.cache_hits_charged,
                clock=self.clock,
            ),
        }

    def _manual_operations(self) -> dict[str, Operation]:
        library, indexing, files = self.library, self.ingestion, self.files
        policy = self.settings.injection_policy
        return {
            "listManuals": manuals.ListManuals(library=library, ingestion=indexing),
            "uploadManual": manuals.UploadManual(submission=self.submission, injection_policy=policy),
            "downloadManual": manuals.DownloadManual(
                fetcher=self.fetcher, submission=self.submission, injection_policy=policy
            ),
            "getManual": manuals.GetManual(library=library, ingestion=indexing, files=files),
            "deleteManual": manuals.DeleteManual(library=library, ingestion=indexing, files=files),
            "getIngestionStatus": ingestion.GetIngestionStatus(library=library, ingestion=indexing),
            "getIngestionJob": ingestion.GetIngestionJob(library=library, ingestion=indexing),
            "listIngestionFiles": ingestion.ListIngestionFiles(library=library, ingestion=indexing),
        }

    @functools.cached_property
    def clients(self) -> AwsClients:
        """The clients of AWS."""
        return AwsClients(self.settings)

    @functools.cached_property
    def breakers(self) -> CircuitBreakerRegistry:
        """The circuit breakers, shared by all functions."""
        return CircuitBreakerRegistry(
            GUARDED_SERVICES,
            failures=self.settings.breaker_failures,
            reset_seconds=self.settings.breaker_reset_seconds,
            clock=self.clock,
        )

    @functools.cached_property
    def dependencies(self) -> Mapping[str, Dependency]:
        """The AWS services behind circuit breakers."""
        return {
            service: Dependency(
                breaker,
                attempts=self.settings.aws_attempts,
                sleep=self.sleep,
                random_source=self.random_source,
            )
            for service, breaker in self.breakers.items()
        }

    @functools.cached_property
    def usage_table(self) -> TableClient:
        """The table of everything that belongs to a user."""
        return self._table(self.settings.usage_table)

    def _table(self, name: str) -> TableClient:
        return TableClient(name, clients=self.clients, dynamodb=self.dependencies["dynamodb"])

    @functools.cached_property
    def authorizer(self) -> CognitoAuthorizer:
        """Authenticates the sender of a request."""
        return CognitoAuthorizer(
            issuer=self.settings.issuer,
            client_id=self.settings.user_pool_client_id,
            token_kind=self.settings.token_kind,
            keys=self.signing_keys,
            scheme=TOKEN_SCHEME,
        )

    @functools.cached_property
    def signing_keys(self) -> SigningKeys:
        """The public keys of the user pool."""
        return SigningKeys(self.settings.jwks_url, clock=self.clock)

    @functools.cached_property
    def services(self) -> Services:
        """What all operations share."""
        return Services(
            rate_limit=RateLimit(
                requests=self.settings.rate_limit_requests,
                window_seconds=self.settings.rate_limit_window_seconds,
                table=self._table(self.settings.rate_limit_table),
                clock=self.clock,
            ),
            error_reporter=self.error_reporter,
            metrics=Metrics(stage=self.settings.stage, clients=self.clients),
            clock=self.clock,
            budget_seconds=self.settings.time_budget_seconds,
        )

    @functools.cached_property
    def error_store(self) -> ErrorStore:
        """Saves the records of failures."""
        return ErrorStore(
            table=self._table(self.settings.error_tracking_table),
            topic_arn=self.settings.error_topic_arn,
            stage=self.settings.stage,
            clients=self.clients,
            clock=self.clock,
        )

    @functools.cached_property
    def error_reporter(self) -> ErrorReporter:
        """Reports failures."""
        return ErrorReporter(
            store=self.error_store,
            dead_letter_queue_url=self.settings.dead_letter_queue_url,
            error_queue_url=self.settings.error_queue_url,
            clients=self.clients,
            clock=self.clock,
        )

    @functools.cached_property
    def error_processor(self) -> ErrorProcessor:
        """The function of the error queue."""
        return ErrorProcessor(store=self.error_store, budget_seconds=self.settings.time_budget_seconds)

    @functools.cached_property
    def error_queue(self) -> QueueConsumer | None:
        """Passes the messages of the error queue to their processor."""
        if self.settings.error_queue_url is None:
            return None
        mapping = mapping_of(self.settings.error_queue_url, self.settings.aws_region)
        return QueueConsumer(mapping, QueueFunction(self.error_processor), lambda: self.clients.sqs)

    @functools.cached_property
    def costs(self) -> CostLedger:
        """Records what requests cost."""
        return CostLedger(
            table=self.usage_table,
            clock=self.clock,
        )

    @functools.cached_property
    def limits(self) -> QuotaLimits:
        """The number of requests that a user may make."""
        return QuotaLimits(daily=self.settings.daily_quota, monthly=self.settings.monthly_quota)

    @functools.cached_property
    def quota(self) -> Quota:
        """Counts requests."""
        return Quota(
            limits=self.limits,
            table=self.usage_table,
            costs=self.costs,
            error_reporter=self.error_reporter,
            clock=self.clock,
        )

    @functools.cached_property
    def usage(self) -> UsageReader:
        """Reads the counts."""
        return UsageReader(
            limits=self.limits,
            table=self.usage_table,
            clock=self.clock,
        )

    @functools.cached_property
    def library(self) -> Library:
        """Knows which manuals each user has."""
        return Library(
            table=self.usage_table,
            clock=self.clock,
        )

    @functools.cached_property
    def files(self) -> ManualFiles:
        """Stores the PDFs."""
        return ManualFiles(
            bucket=self.settings.manuals_bucket,
            clients=self.clients,
            s3=self.dependencies["s3"],
            url_seconds=self.settings.presigned_url_seconds,
        )

    @functools.cached_property
    def ingestion(self) -> Ingestion:
        """Gets manuals into the knowledge base."""
        return Ingestion(
            knowledge_base_id=self.settings.knowledge_base_id,
            data_source_id=self.settings.data_source_id,
            clients=self.clients,
            bedrock=self.dependencies["bedrock"],
            library=self.library,
            clock=self.clock,
            sleep=self.sleep,
        )

    @functools.cached_property
    def submission(self) -> ManualSubmission:
        """Gets new manuals into a library."""
        return ManualSubmission(
            files=self.files,
            library=self.library,
            ingestion=self.ingestion,
            table=self.usage_table,
            clock=self.clock,
            random_source=self.random_source,
        )

    @functools.cached_property
    def fetcher(self) -> SafeFetcher:
        """Fetches manuals from URLs given by users."""
        return SafeFetcher(
            network=self.network, most_bytes=self.settings.body_limit_bytes, clock=time.monotonic
        )

    @functools.cached_property
    def transcriber(self) -> Transcriber:
        """Transcribes recordings."""
        return Transcriber(
            bucket=self.settings.audio_bucket,
            clients=self.clients,
            s3=self.dependencies["s3"],
            transcribe=self.dependencies["transcribe"],
            read_timeout_seconds=self.settings.aws_read_timeout_seconds,
            sleep=self.sleep,
            random_source=self.random_source,
        )

    @functools.cached_property
    def answer_cache(self) -> AnswerCache[Answer]:
        """Keeps recent answers."""
        return AnswerCache(ttl_seconds=self.settings.cache_ttl_seconds, clock=self.clock)

    @functools.cached_property
    def assistant(self) -> Assistant:
        """Answers questions."""
        bedrock = self.dependencies["bedrock"]
        return Assistant(
            knowledge_base=KnowledgeBase(
                knowledge_base_id=self.settings.knowledge_base_id, clients=self.clients, bedrock=bedrock
            ),
            model=Model(model_id=self.settings.model_id, clients=self.clients, bedrock=bedrock),
            library=self.library,
            cache=self.answer_cache,
            bedrock=bedrock,
        )

    @functools.cached_property
    def probes(self) -> Probes:
        """Check whether each dependency responds."""
        aws = aws_probes(
            self.clients,
            usage_table=self.settings.usage_table,
            manuals_bucket=self.settings.manuals_bucket,
            knowledge_base_id=self.settings.knowledge_base_id,
        )
        return Probes(
            {**aws, "cognito": lambda: self.signing_keys.fetch, "cache": lambda: self.answer_cache.check}
        )
