"""Why an alert did not arrive."""


class DeliveryError(Exception):
    """An alert was not taken; the message says why, in some words, and shows no secret."""


class TemporaryDeliveryError(DeliveryError):
    """An alert was not taken this time; it may be the next."""
