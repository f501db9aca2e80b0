"""The error processor, which is a function of its own, writes records without a `ttl`, so that they are kept for ever."""

NOTICED_BY = "Record That Is Written Later Expires As Well"
MENTIONS = "ttl"


def apply() -> None:
    """Leave it out of what the error processor saves."""
    import threading

    from manuel_sandbox.aws.table import TableClient
    from manuel_sandbox.handlers.error_processor import ErrorProcessor

    process, put, current = ErrorProcessor.__call__, TableClient.put, threading.local()

    def processing(self, event, context):
        current.is_processor = True
        return process(self, event, context)

    def put_without_ttl(self, item, **options):
        if getattr(current, "is_processor", False):
            item = {name: value for name, value in item.items() if name != "ttl"}
        put(self, item, **options)

    ErrorProcessor.__call__, TableClient.put = processing, put_without_ttl
