"""All forgeries by name."""

import difflib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ManuelAuth.forge.material import Material

Forge = Callable[..., str]
FORGERIES: "dict[str, Forgery]" = {}


@dataclass(frozen=True)
class Forgery:
    """One way to forge a token.

    Attributes:
        name: As tests write it.
        weakness: The entry of the Common Weakness Enumeration that a verifier has if it accepts the token.
        forge: Makes the token.
        needs_signing_key: Whether it must be signed with the user pool's own key.
    """

    name: str
    weakness: str
    forge: Forge
    needs_signing_key: bool

    @property
    def summary(self) -> str:
        """What it is, in a sentence."""
        return (inspect.getdoc(self.forge) or "").splitlines()[0]

    def make(self, material: Material, options: Mapping[str, str]) -> str:
        """The forged token.

        Args:
            material: What it is made of.
            options: Its options as tests write them, as `by=1 hour`.

        Raises:
            ValueError: It has no such option, or not with this value.
        """
        return self.forge(material, **{name: self._convert(name, value) for name, value in options.items()})

    def _convert(self, name: str, value: str) -> Any:
        parameters = inspect.signature(self.forge).parameters
        options = [option for option in parameters if option != "material"]
        if name not in options:
            known = f"only {', '.join(options)}" if options else "none at all"
            raise ValueError(f"Forgery {self.name!r} has no option {name!r}, {known}.")
        return _convert(value, parameters[name].annotation)


def forgery(name: str, weakness: str, *, needs_signing_key: bool = False) -> Callable[[Forge], Forge]:
    """Enter a function that makes a forged token into the catalogue."""

    def enter(forge: Forge) -> Forge:
        FORGERIES[name] = Forgery(name, weakness, forge, needs_signing_key)
        return forge

    return enter


def find_forgery(name: str) -> Forgery:
    """The forgery with this name.

    Raises:
        ValueError: There is none; the message suggests one, or lists all.
    """
    if name in FORGERIES:
        return FORGERIES[name]
    near = difflib.get_close_matches(name, FORGERIES, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(FORGERIES)}."
    raise ValueError(f"There is no forgery {name!r}. {hint}")


def _convert(value: str, annotation: Any) -> Any:
    from robot.utils import timestr_to_secs

    if annotation is timedelta:
        return timedelta(seconds=timestr_to_secs(value))
    return annotation(value)
