"""A count whose reply was lost is repeated."""

NOTICED_BY = "Lost Counter Responses Count Nothing Twice"


def apply() -> None:
    """Do not check whether the request is counted already."""
    from manuel_sandbox.domain import quota

    quota.MAY_BE_COUNTED = quota.MAY_BE_COUNTED.replace(" AND NOT contains(reservations, :request_id)", "")
    update = quota.TableClient.update

    def without_unused_value(self, key, change, values, *, condition=None):
        if condition == quota.MAY_BE_COUNTED:
            values = {name: value for name, value in values.items() if name != "request_id"}
        return update(self, key, change, values, condition=condition)

    quota.TableClient.update = without_unused_value
