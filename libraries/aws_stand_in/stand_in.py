"""AWS as one WSGI application with all its state: what a server serves, and tests call without a socket."""

import functools
import importlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from aws_stand_in import (
    account_state,
    current_endpoint,
    current_trace,
    moto_functions,
    moto_patches,
    moto_queues,
    moto_topics,
)
from aws_stand_in.account_locks import AccountLocks
from aws_stand_in.aws_request import Overlay
from aws_stand_in.control import PREFIX, ControlApi
from aws_stand_in.cross_origin import CrossOrigin
from aws_stand_in.front import AwsFront
from aws_stand_in.internal_calls import InternalCalls
from aws_stand_in.journal import CallJournal
from aws_stand_in.moto_patches.current_account import serving
from aws_stand_in.overlays import create_overlays
from aws_stand_in.overlays.cloudformation.overlay import CloudFormationOverlay
from aws_stand_in.overlays.cloudwatch.alarm_overlay import AlarmOverlay
from aws_stand_in.overlays.cloudwatch.overlay import CloudWatchOverlay
from aws_stand_in.overlays.cognito.outbox import Outbox
from aws_stand_in.overlays.cognito.overlay import CognitoOverlay
from aws_stand_in.overlays.cognito.pool_clock import PoolClock
from aws_stand_in.overlays.dynamodb import DynamoDbOverlay
from aws_stand_in.overlays.events.overlay import EventsOverlay
from aws_stand_in.overlays.events.schedules import SchedulesOverlay
from aws_stand_in.overlays.functions.account_functions import FunctionRuntime
from aws_stand_in.overlays.functions.administration import FunctionAdministrationOverlay
from aws_stand_in.overlays.functions.function_registry import FunctionRegistry
from aws_stand_in.overlays.functions.overlay import LambdaOverlay
from aws_stand_in.overlays.functions.requested_functions import RequestedFunctions
from aws_stand_in.overlays.functions.source_mapping_overlay import SourceMappingsOverlay
from aws_stand_in.overlays.identity_pools.overlay import IdentityPoolsOverlay
from aws_stand_in.overlays.logs.function_logs import FunctionLogsOverlay
from aws_stand_in.overlays.logs.metric_filters import MetricFiltersOverlay
from aws_stand_in.overlays.logs.subscription_filters import SubscriptionFiltersOverlay
from aws_stand_in.overlays.s3.overlay import S3Overlay
from aws_stand_in.overlays.secrets import SecretsOverlay
from aws_stand_in.overlays.sns.overlay import SnsOverlay
from aws_stand_in.overlays.sns.signatures import CERTIFICATE_PREFIX, certificate_application
from aws_stand_in.overlays.sqs import SqsOverlay
from aws_stand_in.overlays.transcribe.overlay import TranscribeOverlay
from aws_stand_in.scripts import AnswerScript, Scripts, TranscriptScript
from aws_stand_in.unsigned import find_unsigned
from fault_engine.control import CONTROL_PATH
from lambda_runtime.function import InvocationResult
from loopback_server.leader_followers import promote_follower

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from event_sources.consumers import Consumer
    from lambda_runtime.log_stream import LoggedEvents

SERVICES_OF_STACKS = (
    "apigateway", "cloudwatch", "cognito-idp", "ecr", "events", "iam", "kinesis", "kms", "lambda", "logs", "s3",
    "secretsmanager", "ssm",
)  # fmt: skip
"""Those that have operations for resources of stacks, and no engine."""
Found = TypeVar("Found")


class FaultStage(Protocol):
    """What the stand-in needs of a fault engine (`fault_engine.FaultEngine`)."""

    control: "WSGIApplication"

    def wrap(self, application: "WSGIApplication") -> "WSGIApplication":
        """Put the engine in front of `application`."""
        ...

    def support_stale_reads(self) -> None:
        """Accept rules about reads of DynamoDB that do not see the latest writes."""
        ...

    def shutdown(self) -> None:
        """Release every request that hangs."""
        ...


class AwsStandIn:
    """The stand-in without a socket. Its arguments are those of `MockAwsServer`.

    Moto keeps one state per process: what two stand-ins serve at the same time needs accounts of its own, or they see each
    other's buckets and pools. What one has served is forgotten when it is closed.
    """

    def __init__(
        self,
        *,
        engine: FaultStage | None = None,
        mounts: "Mapping[str, WSGIApplication]" = MappingProxyType({}),
        clock: Callable[[], float] = time.time,
        job_seconds: float = 0.05,
    ) -> None:
        self.clock = clock
        """Returns epoch seconds: what is issued here is valid by it."""
        self.journal = CallJournal()
        self.answers: Scripts[AnswerScript] = Scripts()
        self.transcripts: Scripts[TranscriptScript] = Scripts()
        self.locks = AccountLocks()
        self._engine = engine
        if engine is not None:
            engine.support_stale_reads()
        self._started_at = time.time()
        self._endpoint_url = ""
        self._outbox, self._pool_clock = Outbox(), PoolClock(clock)
        self._sqs = SqsOverlay(clock)
        self._sns = SnsOverlay(self._sqs.engine, self._alone, clock)
        self._events = EventsOverlay(clock, self._alone)
        self._functions = FunctionRegistry(
            RequestedFunctions(self, lambda: self._endpoint_url, self.forward_logs)
        )
        self._lambda = LambdaOverlay(self._functions)
        self._subscription_filters = SubscriptionFiltersOverlay(self._functions, self._lambda.invoke_later)
        self._dynamodb = DynamoDbOverlay(clock)
        self._cognito = CognitoOverlay(self._outbox, self._pool_clock, self._invoke_function)
        self._transcribe = TranscribeOverlay(self.transcripts, clock, job_seconds)
        self._s3 = S3Overlay(clock, self._transcribe.service_bucket_object)
        self._source_mappings = SourceMappingsOverlay(
            self._functions, {"dynamodb": self._dynamodb.engine, "sqs": self._sqs.engine}, clock
        )
        overlays = (*create_overlays(self.answers, clock, job_seconds), *self._connected_overlays())
        self.overlays: Sequence[Overlay] = (*overlays, self._stacks(overlays))
        self._application = CrossOrigin(self._front(mounts))

    def _connected_overlays(self) -> Iterator[Overlay]:
        """Yield the overlays that share something with each other, or with the control API."""
        yield from (self._cognito, IdentityPoolsOverlay(self._pool_clock))
        metrics = CloudWatchOverlay(self.clock)
        yield from (
            metrics,
            AlarmOverlay(metrics.store, self.clock, self._alone),
            MetricFiltersOverlay(metrics.store, self._subscription_filters.forward),
        )
        yield from (self._events, SchedulesOverlay(self.clock, self._alone), self._sns, self._sqs)
        yield from (self._lambda, self._source_mappings, FunctionLogsOverlay(self._functions))
        yield from (FunctionAdministrationOverlay(self._functions), self._subscription_filters)
        yield from (self._dynamodb, self._transcribe, self._s3, SecretsOverlay(self._functions))

    def _stacks(self, overlays: Sequence[Overlay]) -> CloudFormationOverlay:
        """Return what answers for stacks, whose resources the others keep."""
        calls = {service: InternalCalls(service, overlays) for service in SERVICES_OF_STACKS}
        return CloudFormationOverlay(
            {
                **calls,
                "dynamodb": self._dynamodb.engine,
                "sns": self._sns.engine,
                "sqs": self._sqs.engine,
            }
        )

    def _front(self, mounts: "Mapping[str, WSGIApplication]") -> AwsFront:
        faults = {f"{CONTROL_PATH}/": self._engine.control} if self._engine else {}
        return AwsFront(
            locks=self.locks,
            overlays=self.overlays,
            journal=self.journal,
            mounts={PREFIX: self._control(), CERTIFICATE_PREFIX: certificate_application, **faults, **mounts},
            fault_stage=self._engine.wrap if self._engine else None,
            serving=self._serving,
            find_unsigned=find_unsigned,
        )

    def _control(self) -> ControlApi:
        return ControlApi(
            journal=self.journal,
            answers=self.answers,
            transcripts=self.transcripts,
            sent_messages=self._outbox.messages,
            pool_clock=self._pool_clock,
            publications=self._between_requests(self._sns.publications),
            messages=self._between_requests(self._sqs.messages),
            reset=self.reset,
            health=self._health,
        )

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one HTTP request."""
        return self._application(environ, start_response)

    def register_functions(
        self,
        functions: FunctionRuntime,
        *,
        account_id: str,
        region: str,
        dead_letter_targets: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Let the Lambda API of an account invoke functions that run, in place of any registered before; a reset forgets them.

        Args:
            functions: The functions.
            account_id: Twelve digits.
            region: The region.
            dead_letter_targets: The ARN of the queue or topic for events that could not be processed, by function.
        """
        self._source_mappings.forget(account_id, region)
        self._lambda.register(
            functions, account_id=account_id, region=region, dead_letter_targets=dead_letter_targets
        )

    def forward_logs(self, account_id: str, region: str, group: str, logged: "LoggedEvents") -> None:
        """Send what a function has logged to the functions that subscribe to its log group.

        Args:
            account_id: Twelve digits.
            region: The region.
            group: The log group.
            logged: The stream and the events.
        """
        self._subscription_filters.forward_logged((account_id, region, self._endpoint_url), group, logged)

    def adopt_source_mapping(
        self,
        identity: str,
        settings: Mapping[str, Any],
        consumer: "Consumer | None",
        *,
        account_id: str,
        region: str,
    ) -> None:
        """Let the Lambda API show, change and delete an event source mapping that is being polled already.

        Args:
            identity: Its UUID.
            settings: What `AWS::Lambda::EventSourceMapping` says of it.
            consumer: What polls; None if nothing does. A change stops it.
            account_id: Twelve digits.
            region: The region.
        """
        self._source_mappings.adopt(account_id, region, identity, settings, consumer)

    def stop_schedules(self, rule_arns: Iterable[str]) -> None:
        """Stop running the schedules of rules: another scheduler runs them by a clock of its own.

        Args:
            rule_arns: The ARNs of rules of EventBridge.
        """
        self._events.schedules.forget(rule_arns)

    def load(self) -> None:
        """Import and patch moto, before several threads need it at once."""
        importlib.import_module("aws_stand_in.moto_services")
        moto_patches.apply()

    def reset(self, account_id: str | None = None) -> None:
        """Forget everything: resources, scripts and journal of one account, or of all accounts."""
        for one in [account_id] if account_id else self._known_accounts():
            self._reset_one(one)
        self.journal.forget(account_id)

    def release(self) -> None:
        """Release every request that waits for a message, or that an injected fault holds."""
        self.locks.release()
        if self._engine:
            self._engine.shutdown()

    def close(self) -> None:
        """Stop the threads of background jobs, and forget what moto keeps for the accounts that were served here."""
        for overlay in self.overlays:
            overlay.close()
        for account_id in account_state.known_accounts().intersection(self.locks.accounts()):
            with self._serving(account_id):
                account_state.reset_account(account_id)

    @contextmanager
    def _serving(
        self, account_id: str, endpoint_url: str = "", trace_id: str | None = None
    ) -> Iterator[None]:
        self._endpoint_url = endpoint_url or self._endpoint_url
        invoke_later = functools.partial(self._lambda.invoke_later, account_id, endpoint_url)
        with (
            serving(account_id),
            current_trace.within(trace_id),
            current_endpoint.within(endpoint_url),
            moto_queues.delivering_to(self._sqs.engine),
            moto_topics.publishing_to(self._sns.engine),
            moto_functions.invoking_by(invoke_later),
        ):
            yield

    @contextmanager
    def _alone(self, account_id: str) -> Iterator[None]:
        """Keep every other request of an account out, and tell those that wait that it has changed."""
        with self.locks.hold(account_id), self._serving(account_id, self._endpoint_url):
            try:
                yield
            finally:
                self.locks.announce_change(account_id)

    def _between_requests(
        self, look: Callable[[str, str, float], Found]
    ) -> Callable[[str, str, float], Found]:
        """Let a function look at an account while none of its requests is served."""

        @functools.wraps(look)
        def looking(account_id: str, name: str, since: float) -> Found:
            with self.locks.hold(account_id):
                return look(account_id, name, since)

        return looking

    def _invoke_function(self, account_id: str, function_arn: str, event: bytes) -> InvocationResult:
        """Invoke a function for a request that waits for it; the function may send requests meanwhile."""
        promote_follower()
        with self.locks.released(account_id):
            return self._lambda.invoke_now(account_id, function_arn, event)

    def _reset_one(self, account_id: str) -> None:
        with self.locks.hold(account_id), self._serving(account_id):
            account_state.reset_account(account_id)
            for overlay in self.overlays:
                overlay.reset(account_id)
            self.locks.announce_reset(account_id)
        self.answers.forget(account_id)
        self.transcripts.forget(account_id)

    def _known_accounts(self) -> list[str]:
        scripted = {*self.answers.accounts(), *self.transcripts.accounts()}
        served = {account_id for overlay in self.overlays for account_id in overlay.accounts()}
        return sorted(account_state.known_accounts() | scripted | served)

    def _health(self) -> dict[str, object]:
        return {
            "uptime_seconds": round(time.time() - self._started_at, 3),
            "accounts": len(account_state.known_accounts()),
        }
