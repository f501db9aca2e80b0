"""`cloudwatch` alarms: on metrics that were put, evaluated when they are described and twice a second.

Imitated: alarms on a metric or on metric math begin with INSUFFICIENT_DATA and are evaluated by period, datapoints to alarm
and the treatment of missing data; the period that still runs counts as soon as it has data. Composite alarms follow the
alarms of their rules, and the alarm that suppresses their actions. A change is in the history, its actions publish to topics
and invoke functions that run here, and rules of EventBridge get an event of it.

Not imitated: alarms on anomaly detection, with wall clock windows, warm-up periods or evaluation criteria, on queries of
Metrics Insights and of logs (501). Actions of other services do nothing: the log warns, and the history says that they
failed.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Any, TypeVar

from aws_stand_in.account_ticker import AccountTicker
from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.model_validation import not_one_of
from aws_stand_in.overlays.cloudwatch.action_suppression import hold_back, release
from aws_stand_in.overlays.cloudwatch.alarm import ACTIONS, STATES, Alarm, AlarmState
from aws_stand_in.overlays.cloudwatch.alarm_actions import act
from aws_stand_in.overlays.cloudwatch.alarm_events import send_state_change
from aws_stand_in.overlays.cloudwatch.alarm_validation import (
    invalid,
    require_alarm,
    require_composite_alarm,
)
from aws_stand_in.overlays.cloudwatch.composite_alarm import CompositeAlarm, by_names_and_arns, in_order
from aws_stand_in.overlays.cloudwatch.metric_alarm import MetricAlarm
from aws_stand_in.overlays.cloudwatch.metric_queries import MetricQueries
from aws_stand_in.overlays.cloudwatch.metrics import Metric, MetricStore, dimensions_of
from aws_stand_in.overlays.paging import page

SERVICE = "cloudwatch"
_NOT_IMITATED = ("PutAnomalyDetector",)
_DEFAULT_TYPES = ("MetricAlarm",)
_OF_PAGES = {"MaxRecords", "NextToken"}

AnyAlarm = TypeVar("AnyAlarm", bound=Alarm)
Stores = Callable[[str, str], MetricStore]
"""Returns the metrics of an account in a region."""


class AlarmOverlay(Overlay):
    """Keeps alarms, and evaluates them.

    Args:
        stores: Returns metrics.
        clock: Epoch seconds.
        alone: Keeps every other request of an account out, until the block ends.
    """

    def __init__(
        self,
        stores: Stores,
        clock: Callable[[], float],
        alone: Callable[[str], AbstractContextManager[None]],
    ) -> None:
        self._stores = stores
        self._clock = clock
        self._alarms: dict[str, dict[str, dict[str, Alarm]]] = defaultdict(lambda: defaultdict(dict))
        self._ticker = AccountTicker("cloudwatch-alarms", self._alarms.copy, self._evaluate_account, alone)

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        own: Mapping[str, Handler] = {
            "PutCompositeAlarm": self.put_composite_alarm,
            "PutMetricAlarm": self.put_metric_alarm,
            "DescribeAlarms": self.describe_alarms,
            "DescribeAlarmsForMetric": self.describe_alarms_for_metric,
            "DescribeAlarmHistory": self.describe_alarm_history,
            "DeleteAlarms": self.delete_alarms,
            "SetAlarmState": self.set_alarm_state,
            "EnableAlarmActions": self.enable_alarm_actions,
            "DisableAlarmActions": self.disable_alarm_actions,
            "ListTagsForResource": self.list_tags_for_resource,
            "TagResource": self.tag_resource,
            "UntagResource": self.untag_resource,
            **dict.fromkeys(_NOT_IMITATED, _refuse),
        }
        return {(SERVICE, name): handler for name, handler in own.items()}

    def reset(self, account_id: str) -> None:
        self._alarms.pop(account_id, None)

    def close(self) -> None:
        self._ticker.close()

    def put_metric_alarm(self, request: AwsRequest) -> dict[str, Any]:
        """Create an alarm, or change its settings and keep its state."""
        given = request.parameters
        require_alarm(given)
        self._require_kind(request, MetricAlarm)
        now = self._clock()
        wanted = _new_alarm(MetricAlarm, request, now)
        _datapoints(
            wanted, self._stores(request.account_id, request.region), now
        )  # refuses wrong expressions
        alarm = self._of(request).setdefault(given["AlarmName"], wanted)
        alarm.settings, alarm.configured_at = given, now
        self._note_configuration(alarm, is_new=alarm is wanted)
        return {}

    def put_composite_alarm(self, request: AwsRequest) -> dict[str, Any]:
        """Create a composite alarm, or change its settings and keep its state."""
        given, alarms = request.parameters, self._of(request)
        require_composite_alarm(given, by_names_and_arns(alarms))
        self._require_kind(request, CompositeAlarm)
        now = self._clock()
        wanted = _new_alarm(CompositeAlarm, request, now)
        alarm = alarms.setdefault(given["AlarmName"], wanted)
        if isinstance(alarm, CompositeAlarm):
            alarm.configure(given, now)
        self._note_configuration(alarm, is_new=alarm is wanted)
        return {}

    def _require_kind(self, request: AwsRequest, kind: type[Alarm]) -> None:
        held = self._of(request).get(request.parameters["AlarmName"])
        if held is not None and not isinstance(held, kind):
            raise invalid(f"An alarm of another type, {held.kind}, is named {held.name}.")

    def _note_configuration(self, alarm: Alarm, *, is_new: bool) -> None:
        kind = "created" if is_new else "updated"
        summary, data = f'Alarm "{alarm.name}" {kind}', json.dumps({"type": kind})
        alarm.note("ConfigurationUpdate", summary, data, alarm.configured_at)
        self._ticker.start()

    def describe_alarms(self, request: AwsRequest) -> dict[str, Any]:
        """Return alarms by name, prefix, state or action."""
        given = request.parameters
        names, prefix = given.get("AlarmNames"), given.get("AlarmNamePrefix", "")
        if names and prefix:
            raise invalid("AlarmNamePrefix and AlarmNames cannot be used together.")
        self.evaluate(request.account_id, request.region)
        if given.keys() & {"ChildrenOfAlarmName", "ParentsOfAlarmName"}:
            return self._describe_relatives(request)
        found = [
            (alarm, alarm.describe())
            for name, alarm in sorted(self._of(request).items())
            if alarm.kind in given.get("AlarmTypes", _DEFAULT_TYPES)
            and (not names or name in names)
            and name.startswith(prefix)
            and given.get("StateValue") in (None, alarm.state)
            and _acts(alarm, given.get("ActionPrefix"))
        ]
        return _by_type(found, given)

    def _describe_relatives(self, request: AwsRequest) -> dict[str, Any]:
        """Return the alarms that a composite alarm depends on, or those that depend on an alarm."""
        given, alarms = request.parameters, self._of(request)
        if len(given.keys() - _OF_PAGES) > 1:
            raise invalid(
                "Only MaxRecords and NextToken can be specified with children or parents of an alarm."
            )
        parent, child = given.get("ChildrenOfAlarmName"), given.get("ParentsOfAlarmName")
        known = by_names_and_arns(alarms)
        if parent is not None:
            named = alarms.get(parent)
            children = named.rule.children if isinstance(named, CompositeAlarm) else ()
            found = [known[name] for name in children if name in known]
            return _by_type([(alarm, _as_child(alarm)) for alarm in found], given)
        return _by_type([(alarm, _named(alarm)) for alarm in self._parents(request, str(child))], given)

    def _parents(self, request: AwsRequest, name: str) -> list[Alarm]:
        alarms = self._of(request)
        known = by_names_and_arns(alarms)
        return [
            alarm
            for alarm in alarms.values()
            if isinstance(alarm, CompositeAlarm)
            and any(child in known and known[child].name == name for child in alarm.rule.children)
        ]

    def describe_alarms_for_metric(self, request: AwsRequest) -> dict[str, Any]:
        """Return the alarms on a metric."""
        given = request.parameters
        self.evaluate(request.account_id, request.region)
        wanted = _metric(given)
        found = [
            alarm.describe()
            for alarm in self._of(request).values()
            if isinstance(alarm, MetricAlarm)
            and not alarm.settings.get("Metrics")
            and _metric(alarm.settings) == wanted
            and all(
                given.get(name) in (None, alarm.settings.get(name))
                for name in ("Statistic", "ExtendedStatistic", "Period", "Unit")
            )
        ]
        return {"MetricAlarms": found}

    def describe_alarm_history(self, request: AwsRequest) -> dict[str, Any]:
        """Return what has happened to alarms, newest first unless asked."""
        given = request.parameters
        items = [
            item
            for name, alarm in self._of(request).items()
            if given.get("AlarmName") in (None, name)
            and alarm.kind in given.get("AlarmTypes", _DEFAULT_TYPES)
            for item in alarm.history
            if given.get("HistoryItemType") in (None, item["HistoryItemType"])
        ]
        oldest_first = given.get("ScanBy") == "TimestampAscending"
        items = sorted(items, key=lambda item: item["Timestamp"])
        return _paged(items if oldest_first else items[::-1], given, "AlarmHistoryItems")

    def delete_alarms(self, request: AwsRequest) -> dict[str, Any]:
        """Delete the alarms that there are, also if there are not all of them.

        Source: DeleteAlarms in the Amazon CloudWatch API reference.
        """
        alarms, names = self._of(request), dict.fromkeys(request.parameters["AlarmNames"])
        known = [name for name in names if name in alarms]
        self._require_no_parents(request, known)
        for name in known:
            del alarms[name]
        if missing := [name for name in names if name not in known]:
            raise AwsError("ResourceNotFound", f"Alarms {missing} do not exist.", status=HTTPStatus.NOT_FOUND)
        return {}

    def _require_no_parents(self, request: AwsRequest, names: Sequence[str]) -> None:
        """Refuse to delete what a composite alarm depends on, and more than one composite alarm."""
        composites = {name for name in names if isinstance(self._of(request)[name], CompositeAlarm)}
        if len(composites) > 1:
            raise invalid("Only one composite alarm can be deleted at a time.")
        for name in names:
            if {parent.name for parent in self._parents(request, name)} - set(names):
                raise invalid(f"Cannot delete {name} as there are composite alarm(s) depending on it.")

    def set_alarm_state(self, request: AwsRequest) -> dict[str, Any]:
        """Set the state of an alarm until it is evaluated."""
        given = request.parameters
        if given["StateValue"] not in STATES:
            raise not_one_of(given["StateValue"], "stateValue", STATES, "ValidationError")
        alarm = self._alarm(request)
        data = given.get("StateReasonData", "")
        try:
            json.loads(data or "{}")
        except (ValueError, RecursionError):
            raise AwsError(
                "InvalidFormat",
                "TypeErrorException: stateReasonData is not JSON",
                status=HTTPStatus.BAD_REQUEST,
            ) from None
        verdict = (given["StateValue"], given["StateReason"], data)
        self._change(alarm, verdict, request.account_id, request.region)
        return {}

    def enable_alarm_actions(self, request: AwsRequest) -> dict[str, Any]:
        """Let alarms act."""
        return self._switch_actions(request, is_enabled=True)

    def disable_alarm_actions(self, request: AwsRequest) -> dict[str, Any]:
        """Let alarms change without acting."""
        return self._switch_actions(request, is_enabled=False)

    def list_tags_for_resource(self, request: AwsRequest) -> AwsResponse | dict[str, Any]:
        """Return the tags of an alarm."""
        alarm = self._find_tagged(request)
        if alarm is None:
            return request.pass_on()
        return {"Tags": [{"Key": key, "Value": value} for key, value in alarm.tags.items()]}

    def tag_resource(self, request: AwsRequest) -> AwsResponse | dict[str, Any]:
        """Add tags to an alarm."""
        alarm = self._find_tagged(request)
        if alarm is None:
            return request.pass_on()
        alarm.tags |= _read_tags(request.parameters)
        return {}

    def untag_resource(self, request: AwsRequest) -> AwsResponse | dict[str, Any]:
        """Remove tags from an alarm."""
        alarm = self._find_tagged(request)
        if alarm is None:
            return request.pass_on()
        for key in request.parameters["TagKeys"]:
            alarm.tags.pop(key, None)
        return {}

    def evaluate(self, account_id: str, region: str) -> None:
        """Bring the alarms of an account to the present."""
        now, store = self._clock(), self._stores(account_id, region)
        alarms = self._alarms[account_id][region]
        for alarm in list(alarms.values()):
            if isinstance(alarm, MetricAlarm):
                verdict = alarm.evaluate(_datapoints(alarm, store, now), now)
                self._follow(alarm, verdict, account_id, region)
        known = by_names_and_arns(alarms)
        for composite in in_order(alarms):
            self._follow(composite, composite.evaluate(known), account_id, region)
            before = release(composite, known.get(composite.suppressor or ""), now)
            if before is not None:
                act(composite, before, account_id, region)

    def _follow(
        self, alarm: Alarm, verdict: tuple[str, str, str] | None, account_id: str, region: str
    ) -> None:
        if verdict is not None:
            self._change(alarm, verdict, account_id, region)

    def _change(self, alarm: Alarm, verdict: tuple[str, str, str], account_id: str, region: str) -> None:
        if verdict[0] == alarm.state:
            return
        now = self._clock()
        before = alarm.change(*verdict, now)
        if not self._is_held_back(alarm, before, account_id, region):
            act(alarm, before, account_id, region)
        send_state_change(alarm, before, account_id, region)

    def _is_held_back(self, alarm: Alarm, before: AlarmState, account_id: str, region: str) -> bool:
        if not isinstance(alarm, CompositeAlarm):
            return False
        known = by_names_and_arns(self._alarms[account_id][region])
        return hold_back(alarm, before, known.get(alarm.suppressor or ""), self._clock())

    def _switch_actions(self, request: AwsRequest, *, is_enabled: bool) -> dict[str, Any]:
        for name in request.parameters["AlarmNames"]:
            if name in self._of(request):
                alarm = self._of(request)[name]
                alarm.settings = {**alarm.settings, "ActionsEnabled": is_enabled}
        return {}

    def _of(self, request: AwsRequest) -> dict[str, Alarm]:
        return self._alarms[request.account_id][request.region]

    def _alarm(self, request: AwsRequest) -> Alarm:
        alarm = self._of(request).get(request.parameters["AlarmName"])
        if alarm is None:
            raise AwsError("ResourceNotFound", "The alarm does not exist.", status=HTTPStatus.NOT_FOUND)
        return alarm

    def _find_tagged(self, request: AwsRequest) -> Alarm | None:
        """Return the alarm that a request for tags names, None for another resource."""
        arn = request.parameters["ResourceARN"]
        return next((alarm for alarm in self._of(request).values() if alarm.arn == arn), None)

    def _evaluate_account(self, account_id: str) -> None:
        for region in list(self._alarms.get(account_id, ())):
            self.evaluate(account_id, region)


def _refuse(request: AwsRequest) -> dict[str, Any]:
    raise NotImitatedError(f"{SERVICE}.{request.operation}")


def _new_alarm(kind: type[AnyAlarm], request: AwsRequest, now: float) -> AnyAlarm:
    given = request.parameters
    arn = f"arn:aws:cloudwatch:{request.region}:{request.account_id}:alarm:{given['AlarmName']}"
    return kind(arn, given, now, changed_at=now, tags=_read_tags(given))


def _read_tags(given: Mapping[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in given.get("Tags") or ()}


def _metric(given: Mapping[str, Any]) -> Metric:
    return Metric(given["Namespace"], given["MetricName"], dimensions_of(given))


def _datapoints(alarm: MetricAlarm, store: MetricStore, now: float) -> list[tuple[int, float]]:
    """Return what an alarm compares; an expression fills nothing into the period that still runs."""
    start, end = alarm.span(now)
    queries = MetricQueries(alarm.queries, store, range(start, end), end - alarm.period - 1)
    series = queries.series(alarm.watched)
    if len(series) != 1:
        raise invalid(f"The expression {alarm.watched} must come to one time series, not {len(series)}.")
    return sorted(series[0].points.items())


def _by_type(found: Iterable[tuple[Alarm, dict[str, Any]]], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page of alarms, each type in a list of its own."""
    result = _paged(found, given, "alarms")
    alarms = result.pop("alarms")
    types = {"CompositeAlarms": CompositeAlarm, "MetricAlarms": MetricAlarm}
    listed = {
        member: [described for alarm, described in alarms if isinstance(alarm, kind)]
        for member, kind in types.items()
    }
    return {**listed, **result}


def _named(alarm: Alarm) -> dict[str, Any]:
    return {"AlarmName": alarm.name, "AlarmArn": alarm.arn}


def _as_child(alarm: Alarm) -> dict[str, Any]:
    described = alarm.describe()
    shown = ("StateValue", "StateUpdatedTimestamp")
    return {**_named(alarm), **{name: described[name] for name in shown}}


def _acts(alarm: Alarm, prefix: str | None) -> bool:
    named = (arn for name in ACTIONS.values() for arn in alarm.settings.get(name) or ())
    return prefix is None or any(arn.startswith(prefix) for arn in named)


def _paged(items: Iterable[Any], given: Mapping[str, Any], member: str) -> dict[str, Any]:
    return page(items, given, member, size="MaxRecords", token="NextToken")
