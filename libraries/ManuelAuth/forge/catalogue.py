"""All forgeries by name."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from field_comparison.suggestions import did_you_mean
from ManuelAuth.forge.material import Material

Forge = Callable[..., str]
FORGERIES: "dict[str, Forgery]" = {}


@dataclass(frozen=True)
class Forgery:
    """One way to forge a token.

    Attributes:
        name: The name that tests use.
        weakness: The entry in the Common Weakness Enumeration for a verifier that accepts the token.
        forge: The function that creates the token.
        needs_signing_key: Whether the token must be signed with the user pool's own key.
    """

    name: str
    weakness: str
    forge: Forge
    needs_signing_key: bool

    @property
    def summary(self) -> str:
        """A sentence that describes the forgery."""
        return (inspect.getdoc(self.forge) or "").splitlines()[0]

    def make(self, material: Material, options: Mapping[str, str]) -> str:
        """Create the forged token.

        Args:
            material: What the token is made from.
            options: Options as tests write them, such as `by=1 hour`.

        Raises:
            ValueError: The forgery has no such option, or the value is invalid.
        """
        return self.forge(material, **{name: self._convert(name, value) for name, value in options.items()})

    def _convert(self, name: str, value: str) -> Any:
        parameters = inspect.signature(self.forge).parameters
        options = [option for option in parameters if option != "material"]
        if name not in options:
            known = ", ".join(options) or "none"
            raise ValueError(f"Forgery {self.name!r} has no option {name!r}. Its options: {known}.")
        return _convert(value, parameters[name].annotation)


def forgery(name: str, weakness: str, *, needs_signing_key: bool = False) -> Callable[[Forge], Forge]:
    """Add a function that creates a forged token to the catalogue."""

    def enter(forge: Forge) -> Forge:
        FORGERIES[name] = Forgery(name, weakness, forge, needs_signing_key)
        return forge

    return enter


def find_forgery(name: str) -> Forgery:
    """Return the forgery with this name.

    Raises:
        ValueError: There is none; the message suggests a similar one, or lists all.
    """
    if name in FORGERIES:
        return FORGERIES[name]
    hint = did_you_mean(name, FORGERIES) or f" There are: {', '.join(FORGERIES)}."
    raise ValueError(f"There is no forgery {name!r}.{hint}")


def _convert(value: str, annotation: Any) -> Any:
    from robot.utils import timestr_to_secs

    if annotation is timedelta:
        return timedelta(seconds=timestr_to_secs(value))
    return annotation(value)
