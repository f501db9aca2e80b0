"""Systems Manager: parameters."""

from application_template.application import TemplateResource
from serverless_application.account import Account
from serverless_application.created import Created, Creator
from serverless_application.service_input import service_input


def put_parameter(resource: TemplateResource, account: Account) -> Created:
    """Create a parameter; `Ref` gives its name."""
    client, name = account.client("ssm"), account.name(resource, "Name")
    properties = {key: value for key, value in resource.properties.items() if key != "Tags"}
    client.put_parameter(**service_input(client, "PutParameter", {**properties, "Name": name}))
    return Created(name, {"Type": properties["Type"], "Value": properties["Value"]})


CREATORS: dict[str, Creator] = {"AWS::SSM::Parameter": put_parameter}
