"""`cloudwatch` alarms: on metrics that were put, evaluated when they are described and twice a second.

Imitated: alarms on one metric begin with INSUFFICIENT_DATA and are evaluated by period, datapoints to alarm and the treatment of
missing data; the period that still runs counts as soon as it has data. A change is in the history, its actions publish to
topics and invoke functions that run here, and rules of EventBridge get an event of it.

Not imitated: alarms on metric math and anomaly detection, composite alarms (501). Actions of other services do nothing: the log
warns, and the history says that they failed.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Any

from aws_stand_in.account_ticker import AccountTicker
from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.model_validation import not_one_of
from aws_stand_in.overlays.cloudwatch.alarm import ACTIONS, STATES, MetricAlarm
from aws_stand_in.overlays.cloudwatch.alarm_actions import act
from aws_stand_in.overlays.cloudwatch.alarm_events import send_state_change
from aws_stand_in.overlays.cloudwatch.alarm_refusals import invalid, require_alarm
from aws_stand_in.overlays.cloudwatch.metrics import Metric, MetricStore, dimensions_of
from aws_stand_in.overlays.cloudwatch.statistics import known, value_of
from aws_stand_in.overlays.paging import page

SERVICE = "cloudwatch"
_NOT_IMITATED = ("PutCompositeAlarm", "PutAnomalyDetector")

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
        self._alarms: dict[str, dict[str, dict[str, MetricAlarm]]] = defaultdict(lambda: defaultdict(dict))
        self._ticker = AccountTicker("cloudwatch-alarms", self._alarms.copy, self._evaluate_account, alone)

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        own: Mapping[str, Handler] = {
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
        alarms, name, now = self._of(request), given["AlarmName"], self._clock()
        kind = "updated" if name in alarms else "created"
        alarm = alarms.setdefault(name, _new_alarm(request, now))
        alarm.settings, alarm.configured_at = given, now
        alarm.note("ConfigurationUpdate", f'Alarm "{name}" {kind}', json.dumps({"type": kind}), now)
        self._ticker.start()
        return {}

    def describe_alarms(self, request: AwsRequest) -> dict[str, Any]:
        """Return alarms by name, prefix, state or action."""
        given = request.parameters
        names, prefix = given.get("AlarmNames"), given.get("AlarmNamePrefix", "")
        if names and prefix:
            raise invalid("AlarmNamePrefix and AlarmNames cannot be used together.")
        self.evaluate(request.account_id, request.region)
        found = (
            alarm.describe()
            for name, alarm in sorted(self._of(request).items())
            if (not names or name in names)
            and name.startswith(prefix)
            and given.get("StateValue") in (None, alarm.state)
            and _acts(alarm, given.get("ActionPrefix"))
        )
        is_asked = "MetricAlarm" in given.get("AlarmTypes", ["MetricAlarm"])
        return {"CompositeAlarms": [], **_paged(found if is_asked else [], given, "MetricAlarms")}

    def describe_alarms_for_metric(self, request: AwsRequest) -> dict[str, Any]:
        """Return the alarms on a metric."""
        given = request.parameters
        self.evaluate(request.account_id, request.region)
        wanted = _metric(given)
        found = [
            alarm.describe()
            for alarm in self._of(request).values()
            if _metric(alarm.settings) == wanted
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
            for item in alarm.history
            if given.get("HistoryItemType") in (None, item["HistoryItemType"])
        ]
        oldest_first = given.get("ScanBy") == "TimestampAscending"
        items = sorted(items, key=lambda item: item["Timestamp"])
        return _paged(items if oldest_first else items[::-1], given, "AlarmHistoryItems")

    def delete_alarms(self, request: AwsRequest) -> dict[str, Any]:
        """Delete alarms, all or none."""
        alarms, names = self._of(request), request.parameters["AlarmNames"]
        if missing := [name for name in names if name not in alarms]:
            raise AwsError("ResourceNotFound", f"Alarms {missing} do not exist.", status=HTTPStatus.NOT_FOUND)
        for name in dict.fromkeys(names):
            del alarms[name]
        return {}

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
        alarm = self._tagged(request)
        if alarm is None:
            return request.pass_on()
        return {"Tags": [{"Key": key, "Value": value} for key, value in alarm.tags.items()]}

    def tag_resource(self, request: AwsRequest) -> AwsResponse | dict[str, Any]:
        """Add tags to an alarm."""
        alarm = self._tagged(request)
        if alarm is None:
            return request.pass_on()
        alarm.tags |= _read_tags(request.parameters)
        return {}

    def untag_resource(self, request: AwsRequest) -> AwsResponse | dict[str, Any]:
        """Remove tags from an alarm."""
        alarm = self._tagged(request)
        if alarm is None:
            return request.pass_on()
        for key in request.parameters["TagKeys"]:
            alarm.tags.pop(key, None)
        return {}

    def evaluate(self, account_id: str, region: str) -> None:
        """Bring the alarms of an account to the present."""
        now, store = self._clock(), self._stores(account_id, region)
        for alarm in list(self._alarms[account_id][region].values()):
            verdict = alarm.judge(_datapoints(alarm, store, now), now)
            if verdict is not None:
                self._change(alarm, verdict, account_id, region)

    def _change(
        self, alarm: MetricAlarm, verdict: tuple[str, str, str], account_id: str, region: str
    ) -> None:
        if verdict[0] != alarm.state:
            before = alarm.change(*verdict, self._clock())
            act(alarm, before, account_id, region)
            send_state_change(alarm, before, account_id, region)

    def _switch_actions(self, request: AwsRequest, *, is_enabled: bool) -> dict[str, Any]:
        for name in request.parameters["AlarmNames"]:
            if name in self._of(request):
                alarm = self._of(request)[name]
                alarm.settings = {**alarm.settings, "ActionsEnabled": is_enabled}
        return {}

    def _of(self, request: AwsRequest) -> dict[str, MetricAlarm]:
        return self._alarms[request.account_id][request.region]

    def _alarm(self, request: AwsRequest) -> MetricAlarm:
        alarm = self._of(request).get(request.parameters["AlarmName"])
        if alarm is None:
            raise AwsError("ResourceNotFound", "The alarm does not exist.", status=HTTPStatus.NOT_FOUND)
        return alarm

    def _tagged(self, request: AwsRequest) -> MetricAlarm | None:
        """Return the alarm that a request for tags names, None for another resource."""
        arn = request.parameters["ResourceARN"]
        return next((alarm for alarm in self._of(request).values() if alarm.arn == arn), None)

    def _evaluate_account(self, account_id: str) -> None:
        for region in list(self._alarms.get(account_id, ())):
            self.evaluate(account_id, region)


def _refuse(request: AwsRequest) -> dict[str, Any]:
    raise NotImitatedError(f"{SERVICE}.{request.operation}")


def _new_alarm(request: AwsRequest, now: float) -> MetricAlarm:
    given = request.parameters
    arn = f"arn:aws:cloudwatch:{request.region}:{request.account_id}:alarm:{given['AlarmName']}"
    return MetricAlarm(arn, given, now, changed_at=now, tags=_read_tags(given))


def _read_tags(given: Mapping[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in given.get("Tags") or ()}


def _metric(given: Mapping[str, Any]) -> Metric:
    return Metric(given["Namespace"], given["MetricName"], dimensions_of(given))


def _datapoints(alarm: MetricAlarm, store: MetricStore, now: float) -> list[tuple[int, float]]:
    start, end = alarm.span(now)
    unit = alarm.settings.get("Unit")
    periods = store.by_period(_metric(alarm.settings), unit, start, end, alarm.period)
    values = {beginning: value_of(of_period, alarm.statistic) for beginning, of_period in periods.items()}
    return sorted(known(values).items())


def _acts(alarm: MetricAlarm, prefix: str | None) -> bool:
    named = (arn for name in ACTIONS.values() for arn in alarm.settings.get(name) or ())
    return prefix is None or any(arn.startswith(prefix) for arn in named)


def _paged(items: Iterable[dict[str, Any]], given: Mapping[str, Any], member: str) -> dict[str, Any]:
    return page(items, given, member, size="MaxRecords", token="NextToken")
