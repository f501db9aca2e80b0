"""Bedrock: knowledge bases and their data sources."""

from application_template.application import TemplateResource
from application_template.service_input import service_input
from serverless_application.account import Account
from serverless_application.created import Created, Creator

LONGEST_NAME = 100


def create_knowledge_base(resource: TemplateResource, account: Account) -> Created:
    """Create a knowledge base; `Ref` gives its id."""
    client = account.client("bedrock-agent")
    properties = {**resource.properties, "Name": account.name(resource, "Name", longest=LONGEST_NAME)}
    made = client.create_knowledge_base(
        **service_input(client.meta.service_model, "CreateKnowledgeBase", properties)
    )["knowledgeBase"]
    return Created(
        made["knowledgeBaseId"],
        {"KnowledgeBaseArn": made["knowledgeBaseArn"], "KnowledgeBaseId": made["knowledgeBaseId"]},
    )


def create_data_source(resource: TemplateResource, account: Account) -> Created:
    """Create a data source; `Ref` gives the ids of knowledge base and data source."""
    client = account.client("bedrock-agent")
    properties = {**resource.properties, "Name": account.name(resource, "Name", longest=LONGEST_NAME)}
    made = client.create_data_source(
        **service_input(client.meta.service_model, "CreateDataSource", properties)
    )["dataSource"]
    return Created(
        f"{made['knowledgeBaseId']}|{made['dataSourceId']}", {"DataSourceId": made["dataSourceId"]}
    )


CREATORS: dict[str, Creator] = {
    "AWS::Bedrock::DataSource": create_data_source,
    "AWS::Bedrock::KnowledgeBase": create_knowledge_base,
}
