"""A look at an ingestion job is not repeated if Bedrock is busy: the user sees the state from before."""

NOTICED_BY = "Throttled Calls About A Job Are Repeated"
MENTIONS = "bedrock-agent.GetIngestionJob"


def apply() -> None:
    """Look with one attempt."""
    from botocore.exceptions import ClientError

    from manuel_sandbox.domain.ingestion import Ingestion

    def ask_once(self, job):
        client = self._clients._client("bedrock-agent", attempts=1)
        try:
            reply = client.get_ingestion_job(
                knowledgeBaseId=self._knowledge_base_id,
                dataSourceId=self._data_source_id,
                ingestionJobId=job.job_id,
            )
        except ClientError:
            return job
        return self._updated(job, reply["ingestionJob"])

    Ingestion._ask = ask_once
