"""Systems Manager: parameters."""

from application_template.application import TemplateResource
from application_template.service_input import service_input
from serverless_application.account import Account
from serverless_application.created import Created, Creator


def put_parameter(resource: TemplateResource, account: Account) -> Created:
    """Create a parameter; `Ref` gives its name."""
    client, name = account.client("ssm"), account.name(resource, "Name")
    properties = {key: value for key, value in resource.properties.items() if key != "Tags"}
    client.put_parameter(
        **service_input(client.meta.service_model, "PutParameter", {**properties, "Name": name})
    )
    return Created(name, {"Type": properties["Type"], "Value": properties["Value"]})


CREATORS: dict[str, Creator] = {"AWS::SSM::Parameter": put_parameter}
