"""The function that the URI of an integration or of an authorizer names."""

import re
from collections.abc import Mapping

INVOCATION = re.compile(r"/functions/(?P<function>.+)/invocations$")
STAGE_VARIABLE = re.compile(r"\$\{stageVariables\.(\w+)\}")


def function_of(uri: str) -> str:
    """Return the ARN in a URI such as `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/<ARN>/invocations`.

    The URI of an HTTP API's integration may be the ARN itself.
    """
    found = INVOCATION.search(uri)
    return found["function"] if found else uri


def with_stage_variables(text: str, variables: Mapping[str, str]) -> str:
    """Replace `${stageVariables.<name>}`; a variable that the stage does not have is empty."""
    return STAGE_VARIABLE.sub(lambda found: variables.get(found[1], ""), text)
