"""Keywords for any serverless application: start it from its template, invoke its functions, read their logs."""

from ServerlessApplication.library import ServerlessApplication

__all__ = ["ServerlessApplication"]
