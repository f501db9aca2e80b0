"""One register of secrets, and the mask that keeps them out of everything that is written.

It recognises registered values, whole, encoded or in long parts, and by their form what nobody has registered: JSON Web Tokens,
bearer tokens, AWS access keys and the signatures of presigned URLs.

Example:
    >>> register("Correct-Horse-1")
    >>> mask("password=Correct-Horse-1;")
    'password=<secret>;'
"""

from secret_masking.masking import MASK, mask, register, register_secrets_in

__all__ = ["MASK", "mask", "register", "register_secrets_in"]
