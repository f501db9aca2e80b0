"""Actions of composite alarms that another alarm suppresses.

Amazon CloudWatch User Guide, "Composite alarm action suppression".
"""

from aws_stand_in.overlays.cloudwatch.alarm import ALARM, Alarm, AlarmState
from aws_stand_in.overlays.cloudwatch.composite_alarm import (
    BY_ALARM,
    BY_EXTENSION,
    BY_WAITING,
    CompositeAlarm,
    Suppression,
)


def hold_back(alarm: CompositeAlarm, before: AlarmState, suppressor: Alarm | None, now: float) -> bool:
    """Hold the actions of a change back, if they are suppressed, and return whether they are.

    Args:
        alarm: The alarm, in its new state.
        before: Its state before.
        suppressor: The alarm that suppresses its actions; None without one.
        now: Epoch seconds.
    """
    earlier, alarm.suppression = alarm.suppression, None
    if suppressor is None:
        return False
    waits = int(alarm.settings.get("ActionsSuppressorWaitPeriod") or 0)
    if suppressor.state == ALARM:
        alarm.suppression = Suppression(before, BY_ALARM)
    elif earlier is not None and earlier.by == BY_EXTENSION:
        alarm.suppression = Suppression(before, BY_EXTENSION, earlier.until)
    elif waits:
        alarm.suppression = Suppression(before, BY_WAITING, now + waits)
    return alarm.suppression is not None


def release(alarm: CompositeAlarm, suppressor: Alarm | None, now: float) -> AlarmState | None:
    """Look whether actions are to be held back longer.

    Args:
        alarm: The alarm.
        suppressor: The alarm that suppresses its actions; None if there is none any longer.
        now: Epoch seconds.

    Returns:
        The state before the change whose actions are due; None if none are.
    """
    held = alarm.suppression
    if held is None:
        return None
    if suppressor is not None and suppressor.state == ALARM:
        held.by = BY_ALARM
        return None
    if held.by == BY_ALARM:
        extension = int(alarm.settings.get("ActionsSuppressorExtensionPeriod") or 0)
        held.by, held.until = BY_EXTENSION, now + extension
    if now < held.until:
        return None
    alarm.suppression = None
    return held.before
