"""Numbers: up to 38 significant digits, from 1E-130 to 9.99…E+125, always written out plainly.

Source: "Naming rules and data types in DynamoDB", Amazon DynamoDB Developer Guide.
"""

from decimal import Context, Decimal, InvalidOperation, Overflow

from dynamodb_engine.errors import ValidationError

DIGITS = 38
_LARGEST_EXPONENT, _SMALLEST_EXPONENT = 125, -130
_EXACT = Context(prec=1000, traps=[InvalidOperation, Overflow])


def parse(text: object) -> Decimal:
    """Return the number that a value of type N holds.

    Raises:
        ValidationError: It is not a number, or has more digits or another magnitude than DynamoDB stores.
    """
    try:
        number = _EXACT.create_decimal(text if isinstance(text, str) and text == text.strip() else "")
    except (InvalidOperation, Overflow):
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValidationError(f"The parameter cannot be converted to a numeric value: {text}")
    return _checked(number)


def canonical(number: Decimal) -> str:
    """Return a number as DynamoDB writes it: without exponent, and without zeros that say nothing."""
    return format(number.normalize(_EXACT), "f") if number else "0"


def add(left: Decimal, right: Decimal) -> Decimal:
    """Return the sum of two numbers.

    Raises:
        ValidationError: DynamoDB can't store it.
    """
    return _checked(_EXACT.add(left, right))


def subtract(left: Decimal, right: Decimal) -> Decimal:
    """Return the difference of two numbers.

    Raises:
        ValidationError: DynamoDB can't store it.
    """
    return _checked(_EXACT.subtract(left, right))


def _checked(number: Decimal) -> Decimal:
    if not number:
        return Decimal(0)
    normalized = number.normalize(_EXACT)
    if len(normalized.as_tuple().digits) > DIGITS:
        raise ValidationError("Attempting to store more than 38 significant digits in a Number")
    if normalized.adjusted() > _LARGEST_EXPONENT:
        raise ValidationError(
            "Number overflow. Attempting to store a number with magnitude larger than supported range"
        )
    if normalized.adjusted() < _SMALLEST_EXPONENT:
        raise ValidationError(
            "Number underflow. Attempting to store a number with magnitude smaller than supported range"
        )
    return normalized
