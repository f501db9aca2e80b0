"""What happens to each new instance of one of moto's models."""

from collections.abc import Callable
from typing import Any


def after_creation(model: Any, change: Callable[[Any], None]) -> None:
    """Change each new instance of a model."""
    create = model.__init__

    def create_and_change(self: Any, *arguments: Any, **options: Any) -> None:
        create(self, *arguments, **options)
        change(self)

    model.__init__ = create_and_change
