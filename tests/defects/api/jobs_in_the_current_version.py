"""An ingestion job is always shown in the current version of the API."""

NOTICED_BY = "Version Is Negotiated On Every Route"


def apply() -> None:
    """Forget which version was asked for."""
    from manuel_sandbox.handlers import endpoint

    result = endpoint._proxy_result

    def result_in_the_current_version(response, release):
        is_job = "failure_reasons" in response.body
        return result(
            response, endpoint.versions.release_of(endpoint.versions.CURRENT) if is_job else release
        )

    endpoint._proxy_result = result_in_the_current_version
