"""AWS resources named in a failure: what is left there, what is missing, and which calls were made."""

import re

from cause_register.forms import (
    NoItem,
    UnwantedMessages,
    UnwantedObjects,
    WrongCalls,
    WrongHits,
    WrongMessages,
)
from cause_register.generalised_texts import VALUE, without_values

_MORE = re.compile(r"(?: and \d+ more)?\.?(?: \(waited [^)]*\)\.?)?\Z")
"""What follows the objects that a message lists."""
_FORMAT = re.compile(rf"(?<={VALUE})\.\w+\Z")
"""The ending of an object's name, which is that of the file that a test has sent."""
_OF_A_REQUEST = re.compile(r"(?:\A|, )request_id=")
"""A condition that only records of one request meet."""
_CALLED, _UNCALLED = re.compile(r"[1-9]\d* calls?\b"), re.compile(r"0 calls\b")
_FOR_ONE_THING = re.compile(r"(?:bedrock[\w-]*|transcribe)\.\w+")
"""An operation of a service that a backend needs for one thing."""


def left_objects(failure: str) -> str:
    """Return which objects are in a bucket and should not be, without what varies from test to test; else an empty text.

    Example:
        >>> left_objects("Expected no object audio/* in bucket data, got audio/a.wav, audio/b.wav and 7 more.")
        'Expected no object audio/* in bucket data, got audio/…'
    """
    left = UnwantedObjects.read(failure)
    if left is None:
        return ""
    keys = {_FORMAT.sub("", without_values(key)) for key in _MORE.sub("", left.keys).split(", ")}
    expected = f"{left}".removesuffix(f", got {left.keys}")
    return f"{without_values(expected)}, got {', '.join(sorted(keys))}"


def left_messages(failure: str) -> str:
    """Return where messages are that should not be, however many they are; an empty text for any other failure.

    Example:
        >>> left_messages("Expected queue dead-letter to be empty, got 2 messages:")
        'Expected no message in queue dead-letter, got some'
        >>> left_messages("Expected topic errors to have published 0 messages, got 1.")
        'Expected no message of topic errors, got some'
    """
    if left := UnwantedMessages.read(failure):
        return f"Expected no message in queue {left.queue}, got some"
    messages = WrongMessages.read(failure)
    if messages is None or messages.count != "0 messages":
        return ""
    return f"Expected no message {'in' if messages.have == 'hold' else 'of'} {messages.holder}, got some"


def wrong_record(failure: str) -> str:
    """Return where a request has left no record, or more than one in place of one; an empty text for any other failure.

    Example:
        >>> wrong_record("Expected queue errors to hold 1 message with request_id=7, got 0 (waited 5 s).")
        'Expected a record of the request in queue errors, got none'
    """
    item, messages = NoItem.read(failure), WrongMessages.read(failure)
    if item and _OF_A_REQUEST.search(item.condition):
        return f"Expected a record of the request in table {item.table}, got none"
    if messages is None or not _OF_A_REQUEST.search(messages.condition or ""):
        return ""
    if messages.found == 0:
        return f"Expected a record of the request in {messages.holder}, got none"
    is_several = messages.count == "1 message" and messages.found > 1
    return f"Expected one record of the request in {messages.holder}, got several" if is_several else ""


def wrong_calls(failure: str) -> str:
    """Return that an operation is never called, or how many requests a failure has hit; an empty text for any other failure.

    Example:
        >>> wrong_calls("Expected 1 call of bedrock-runtime.InvokeModel, got 0 calls.")
        'bedrock-runtime.InvokeModel: expected a call, got none'
        >>> wrong_calls("Failure s3_failure: expected hits on 2 requests, got 3.")
        'Failures hit 3 requests in place of 2'
    """
    hits, calls = WrongHits.read(failure), WrongCalls.read(failure)
    if hits and hits.hits:
        return f"Failures hit {hits.hits} requests in place of {hits.wanted}"
    if calls is None or not (_CALLED.match(calls.wanted) and _UNCALLED.match(calls.found)):
        return ""
    return f"{calls.call}: expected a call, got none" if _FOR_ONE_THING.fullmatch(calls.call) else ""
