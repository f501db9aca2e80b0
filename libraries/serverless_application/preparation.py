"""A template, read and checked as far as is possible before anything starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from application_template.application import ResolvedTemplate
from application_template.errors import TemplateError
from application_template.parameters import StackIdentity
from application_template.reading import read_application
from application_template.sam_config import FILE as SAM_CONFIG
from application_template.sam_config import read_sam_config
from application_template.template_file import read_template_file
from serverless_application.checks import check
from serverless_application.creation import require_imitated
from serverless_application.given_names import require_names_of_their_own

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

    def ignored_parameters(self) -> list[str]:
        """Return a line for each parameter of `samconfig.toml` that the template does not have: `sam deploy` ignores it, too.

        Raises:
            TemplateError: The template or the file cannot be read.
        """
        folder = self.path.resolve().parent
        declared = self._declared_parameters()
        return [
            f"{folder / SAM_CONFIG}: the template has no parameter {name!r}; its value is ignored, as by `sam deploy`"
            for name in read_sam_config(folder).parameters
            if name not in declared
        ]

    def read(self, account_id: str, region: str) -> tuple[ResolvedTemplate, StackIdentity]:
        """Return the application, and the stack that it becomes in an account.

        Raises:
            TemplateError: It is wrong, or cannot run here.
        """
        config = read_sam_config(self.path.resolve().parent)
        identity = StackIdentity(config.stack_name or DEFAULT_STACK_NAME, region, account_id)
        declared = self._declared_parameters()
        of_config = {name: value for name, value in config.parameters.items() if name in declared}
        parameters = {**of_config, **self.parameters}
        application = read_application(self.path, identity, parameters, self.imports)
        try:
            require_imitated(application)
            resolved = [application.resolve(resource, {}) for resource in application.resources]
            for resource in resolved:
                check(resource)
            require_names_of_their_own(resolved, identity.name)
        except TemplateError as error:
            raise TemplateError(f"{self.path}: {error}") from None
        return application, identity

    def _declared_parameters(self) -> Mapping[str, Any]:
        try:
            return read_template_file(self.path).get("Parameters") or {}
        except TemplateError as error:
            raise TemplateError(f"{self.path}: {error}") from None
