"""Why an alert did not arrive."""


class DeliveryError(Exception):
    """An alert was not accepted; the message briefly says why, and shows no secret."""


class TemporaryDeliveryError(DeliveryError):
    """An alert was not accepted this time; another attempt may succeed."""
