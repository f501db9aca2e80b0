"""What the creation of a resource results in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from application_template.application import TemplateResource
from serverless_application.account import Account


@dataclass(frozen=True, slots=True)
class Created:
    """The identity of a resource that has been created.

    Attributes:
        physical_id: What `Ref` gives for its type.
        attributes: What `Fn::GetAtt` gives.
    """

    physical_id: str
    attributes: Mapping[str, Any] = field(default_factory=dict)


Creator = Callable[[TemplateResource, Account], Created]
"""Creates a resource with plain properties in an account."""
