"""Numbers: up to 38 significant digits, from 1E-130 to 9.99…E+125, always written out plainly.

Source: "Supported data types and naming rules in Amazon DynamoDB", Amazon DynamoDB Developer Guide.
"""

import re
from decimal import Context, Decimal, DecimalException, Inexact, Overflow, Subnormal

from dynamodb_engine.errors import ValidationError

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,9})?")
_REFUSALS: dict[type[DecimalException], str] = {
    Overflow: "Number overflow. Attempting to store a number with magnitude larger than supported range",
    Subnormal: "Number underflow. Attempting to store a number with magnitude smaller than supported range",
    Inexact: "Attempting to store more than 38 significant digits in a Number",
}
_STORED = Context(prec=38, Emin=-130, Emax=125, traps=[*_REFUSALS])
_EXACT = Context(prec=300)
"""Sums of stored numbers are exact in it: their digits are less than 300 places apart."""


def parse(text: str) -> Decimal:
    """Return the number that a value of type N holds.

    Raises:
        ValidationError: It is not a number, or has more digits or another magnitude than DynamoDB stores.
    """
    if not _NUMBER.fullmatch(text):
        shown = f": {text}" if text else ""
        raise ValidationError(f"The parameter cannot be converted to a numeric value{shown}")
    return _stored(Decimal(text))


def canonical(number: Decimal) -> str:
    """Return a number as DynamoDB writes it: without exponent, and without zeros that say nothing."""
    return format(number.normalize(_STORED), "f") if number else "0"


def add(left: Decimal, right: Decimal) -> Decimal:
    """Return the sum of two numbers.

    Raises:
        ValidationError: DynamoDB can't store it.
    """
    return _stored(_EXACT.add(left, right))


def subtract(left: Decimal, right: Decimal) -> Decimal:
    """Return the difference of two numbers.

    Raises:
        ValidationError: DynamoDB can't store it.
    """
    return _stored(_EXACT.subtract(left, right))


def _stored(number: Decimal) -> Decimal:
    if not number:
        return Decimal(0)
    try:
        return number.normalize(_STORED)
    except DecimalException as error:
        raise ValidationError(_REFUSALS[type(error)]) from error
