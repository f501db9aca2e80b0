"""An ingestion job shows the file's address in S3."""

NOTICED_BY = "Responses About A Manual Reveal Nothing"


def apply() -> None:
    """Add the address."""
    from manuel_sandbox.handlers import ingestion

    tell = ingestion._job
    ingestion._job = lambda job: {
        **tell(job),
        "location": f"s3://manuel-manuals/manuals/{job.owner}/{job.manual_id}.pdf",
    }
