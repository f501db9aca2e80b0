"""A request on its way through an API of a template."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api_gateway.api_stage import REQUEST_TIME, Stage
from api_gateway.received_request import ReceivedRequest


@dataclass(kw_only=True)
class ApiCall:
    """A request to a stage.

    Attributes:
        request: The request.
        stage: The stage that it was sent to.
        path: Its path without the stage.
        path_parameters: The decoded values of the variables in the path.
        authorizer: What the authorizer has found out; None if there is none.
        begun_at: Epoch seconds.
    """

    request: ReceivedRequest
    stage: Stage
    path: str
    path_parameters: Mapping[str, str] = field(default_factory=dict)
    authorizer: Mapping[str, Any] | None = None
    begun_at: float = field(default_factory=time.time)

    @property
    def arn(self) -> str:
        """The ARN by which policies name what is called."""
        return self.stage.arn_of(self.request.method, self.path)

    @property
    def time_text(self) -> str:
        """When it came, as request contexts have it."""
        return time.strftime(REQUEST_TIME, time.gmtime(self.begun_at))
