"""Tokens that the model has read are shown as written, and the other way round."""

NOTICED_BY = "Input And Output Tokens Are Counted Separately"


def apply() -> None:
    """Exchange them."""
    from manuel_sandbox.handlers import query

    cost_info = query._cost_info

    def exchanged(cost):
        shown = cost_info(cost)
        return shown | {"input_tokens": shown["output_tokens"], "output_tokens": shown["input_tokens"]}

    query._cost_info = exchanged
