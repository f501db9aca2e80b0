"""Ingestion jobs name a file without the letters of other languages."""

NOTICED_BY = "File Name Is The Same Everywhere"
MENTIONS = "file_name"


def apply() -> None:
    """Keep ASCII."""
    from dataclasses import replace

    from manuel_sandbox.domain.library import Library

    record_job = Library.record_job

    def record_in_ascii(self, manual, job):
        name = job.file_name.encode("ascii", "replace").decode()
        return record_job(self, manual, replace(job, file_name=name.replace("?", "_")))

    Library.record_job = record_in_ascii
