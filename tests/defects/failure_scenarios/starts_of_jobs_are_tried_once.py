"""The start of an ingestion job is not repeated if Bedrock is busy: the manual waits until somebody looks at it."""

NOTICED_BY = "Throttled Calls About A Job Are Repeated"
MENTIONS = "bedrock-agent.StartIngestionJob"


def apply() -> None:
    """Start with one attempt."""
    from manuel_sandbox.domain.ingestion import Ingestion, _ingestion_job

    def start_once(self):
        with self._bedrock.guard("StartIngestionJob"):
            client = self._clients._client("bedrock-agent", attempts=1)
            try:
                reply = client.start_ingestion_job(
                    knowledgeBaseId=self._knowledge_base_id, dataSourceId=self._data_source_id
                )
            except client.exceptions.ClientError as error:
                raise self._bedrock._client_error(error, "StartIngestionJob") from error
            return _ingestion_job(reply, "StartIngestionJob")

    Ingestion._start = start_once
