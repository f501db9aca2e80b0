"""The error processor, which is a function of its own, writes records without a `ttl`, so that they are kept for ever."""

NOTICED_BY = "Record That Is Written Later Expires As Well"
MENTIONS = "ttl"


def apply() -> None:
    """Leave it out of what the error processor saves."""
    from contextvars import ContextVar

    from manuel_sandbox.aws.table import TableClient
    from manuel_sandbox.handlers.error_processor import ErrorProcessor

    process, put = ErrorProcessor.__call__, TableClient.put
    is_processor = ContextVar("is_processor", default=False)

    def processing(self, event, context):
        is_processor.set(True)
        return process(self, event, context)

    def put_without_ttl(self, item, **options):
        if is_processor.get():
            item = {name: value for name, value in item.items() if name != "ttl"}
        put(self, item, **options)

    ErrorProcessor.__call__, TableClient.put = processing, put_without_ttl
