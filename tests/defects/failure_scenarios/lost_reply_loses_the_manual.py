"""A manual is rejected if the reply to writing its entry was lost."""

NOTICED_BY = "Lost DynamoDB Response Creates One Manual"
MENTIONS = "Got 503"


def apply() -> None:
    """Write without a token, and treat the second attempt as a conflict."""
    import json

    from manuel_sandbox.aws import clients
    from manuel_sandbox.aws.errors import DependencyUnavailableError
    from manuel_sandbox.aws.table import ConditionNotMetError, TableClient

    prepare = clients._prepare
    transact = TableClient.transact

    def drop_token(params, **_):
        body = json.loads(params["body"])
        body.pop("ClientRequestToken", None)
        params["body"] = json.dumps(body).encode()

    def prepare_without_token(client):
        client.meta.events.register("before-call.dynamodb.TransactWriteItems", drop_token)
        return prepare(client)

    def strict(self, *writes):
        try:
            transact(self, *writes)
        except ConditionNotMetError as error:
            raise DependencyUnavailableError(
                "dynamodb", "TransactWriteItems", "Conflict", "not written"
            ) from error

    clients._prepare = prepare_without_token
    TableClient.transact = strict
