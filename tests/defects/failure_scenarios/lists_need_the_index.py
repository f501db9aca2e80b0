"""No manual is listed while the state of a job cannot be read."""

NOTICED_BY = "Lists Need No Job State That Can Be Read"
MENTIONS = "503"


def apply() -> None:
    """Let the list fail with the job."""
    from manuel_sandbox.domain.ingestion import Ingestion

    follow, follow_jobs, ask = Ingestion.follow, Ingestion.follow_jobs, Ingestion._ask

    def ask_or_fail(self, job):
        with self._bedrock.guard("GetIngestionJob"):
            reply = self._bedrock.attempt(
                self._clients.bedrock_agent.get_ingestion_job,
                knowledgeBaseId=self._knowledge_base_id,
                dataSourceId=self._data_source_id,
                ingestionJobId=job.job_id,
            )
        return self._updated(job, reply["ingestionJob"])

    def strictly(followed):
        def follow_strictly(self, entries):
            self._ask = lambda job: ask_or_fail(self, job)
            try:
                return followed(self, entries)
            finally:
                self._ask = lambda job: ask(self, job)

        return follow_strictly

    Ingestion.follow, Ingestion.follow_jobs = strictly(follow), strictly(follow_jobs)
