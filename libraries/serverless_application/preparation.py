"""A template, read and checked as far as is possible before anything starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from application_template.application import ResolvedTemplate
from application_template.errors import TemplateError
from application_template.parameters import StackIdentity
from application_template.reading import read_application
from application_template.sam_config import read_sam_config
from serverless_application.checks import check
from serverless_application.creation import require_imitated

DEFAULT_STACK_NAME = "local"


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """Which application to start.

    Attributes:
        path: Its template.
        parameters: Values of the template's parameters; they override those of the `samconfig.toml` next to it.
        imports: Values of what other stacks export and the template imports.
    """

    path: Path
    parameters: Mapping[str, str] = field(default_factory=dict)
    imports: Mapping[str, str] = field(default_factory=dict)

    def read(self, account_id: str, region: str) -> tuple[ResolvedTemplate, StackIdentity]:
        """Return the application, and the stack that it becomes in an account.

        Raises:
            TemplateError: It is wrong, or cannot run here.
        """
        config = read_sam_config(self.path.resolve().parent)
        identity = StackIdentity(config.stack_name or DEFAULT_STACK_NAME, region, account_id)
        parameters = {**config.parameters, **self.parameters}
        application = read_application(self.path, identity, parameters, self.imports)
        try:
            require_imitated(application)
            for resource in application.resources:
                check(application.resolve(resource, {}))
        except TemplateError as error:
            raise TemplateError(f"{self.path}: {error}") from None
        return application, identity
