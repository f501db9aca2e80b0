"""The options of a local stack, which follow from the settings."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from manuel_stack.profiling import PROFILE_VARIABLE

if TYPE_CHECKING:
    from ManuelEnvironment.settings import Settings

BACKEND_CHOICES = (
    "token_kind",
    "injection_policy",
    "rate_limit_requests",
    "address_rate_limit_requests",
    "rate_limit_window_seconds",
    "daily_quota",
    "monthly_quota",
    "question_length",
    "body_limit_mb",
    "breaker_failures",
    "breaker_reset_seconds",
    "cache_hits_charged",
    "allowed_origins",
)


def stack_options(settings: "Settings", output: Path | None) -> dict[str, Any]:
    """Return the options of a stack: its template or the choices of the reference backend, and where log and profile go."""
    log = {
        "log": str(output / "stack.log") if output else os.devnull,
        "profile": os.environ.get(PROFILE_VARIABLE),
    }
    if settings.template is None:
        return {"choices": settings.model_dump(mode="json", include=set(BACKEND_CHOICES)), **log}
    template = {
        "path": str(Path(settings.template).resolve()),
        "parameters": settings.template_parameters,
        "imports": settings.template_imports,
        "names": settings.template_names,
        "sites": {host: str(Path(folder).resolve()) for host, folder in settings.template_sites.items()},
        "python": settings.template_python,
        "limits_memory": settings.template_limits_memory,
    }
    return {"template": template, **log}
