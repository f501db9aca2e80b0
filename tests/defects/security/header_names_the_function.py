"""A debugging header names the function that answers."""

NOTICED_BY = "Headers Reveal Nothing About The Server"


def apply() -> None:
    """Add its ARN."""
    from manuel_sandbox.handlers import endpoint

    proxy_result = endpoint._proxy_result

    def with_function(response, release):
        result = proxy_result(response, release)
        result["headers"]["X-Function"] = "arn:aws:lambda:eu-west-1:123456789012:function:manuel-api"
        return result

    endpoint._proxy_result = with_function
