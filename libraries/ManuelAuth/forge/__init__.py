"""Forged tokens: what an attacker would send, by name.

They are built with the standard library and `cryptography` alone, since JOSE libraries refuse to create most of them.
"""

from ManuelAuth.forge import algorithms, claims, headers, signatures
from ManuelAuth.forge.catalogue import FORGERIES, Forgery, find_forgery
from ManuelAuth.forge.material import Material

__all__ = [
    "FORGERIES",
    "Forgery",
    "Material",
    "algorithms",
    "claims",
    "find_forgery",
    "headers",
    "signatures",
]
