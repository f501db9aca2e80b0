"""EventBridge: event buses, rules with their targets, and schedules."""

import json

from application_template.application import TemplateResource
from application_template.service_input import service_input
from serverless_application.account import Account
from serverless_application.created import Created, Creator

LONGEST_NAME = 64
DEFAULT_BUS = "default"


def create_event_bus(resource: TemplateResource, account: Account) -> Created:
    """Create an event bus; `Ref` gives its name."""
    name = account.name(resource, "Name")
    arn = account.client("events").create_event_bus(Name=name)["EventBusArn"]
    return Created(name, {"Arn": arn, "Name": name})


def create_rule(resource: TemplateResource, account: Account) -> Created:
    """Create a rule; `Ref` gives its name, after that of its bus if this is not the default one."""
    client, name = account.client("events"), account.name(resource, "Name", longest=LONGEST_NAME)
    properties = {**resource.properties, "Name": name}
    if "EventPattern" in properties:
        properties["EventPattern"] = json.dumps(properties["EventPattern"])
    arn = client.put_rule(**service_input(client.meta.service_model, "PutRule", properties))["RuleArn"]
    if properties.get("Targets"):
        client.put_targets(
            **service_input(client.meta.service_model, "PutTargets", {**properties, "Rule": name})
        )
    bus = str(properties.get("EventBusName", DEFAULT_BUS)).rpartition("/")[2]
    return Created(name if bus == DEFAULT_BUS else f"{bus}|{name}", {"Arn": arn})


def create_schedule(resource: TemplateResource, account: Account) -> Created:
    """Create a schedule of EventBridge Scheduler; `Ref` gives its name."""
    client, name = account.client("scheduler"), account.name(resource, "Name", longest=LONGEST_NAME)
    properties = {**resource.properties, "Name": name}
    arn = client.create_schedule(**service_input(client.meta.service_model, "CreateSchedule", properties))[
        "ScheduleArn"
    ]
    return Created(name, {"Arn": arn})


def create_schedule_group(resource: TemplateResource, account: Account) -> Created:
    """Create a group of schedules; `Ref` gives its name."""
    name = account.name(resource, "Name", longest=LONGEST_NAME)
    arn = account.client("scheduler").create_schedule_group(Name=name)["ScheduleGroupArn"]
    return Created(name, {"Arn": arn})


CREATORS: dict[str, Creator] = {
    "AWS::Events::EventBus": create_event_bus,
    "AWS::Events::Rule": create_rule,
    "AWS::Scheduler::Schedule": create_schedule,
    "AWS::Scheduler::ScheduleGroup": create_schedule_group,
}
