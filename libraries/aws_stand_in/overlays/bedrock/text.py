"""Words, sentences and tokens of English text, as far as search and answers need them."""

import re

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_NOT_AFTER_A_STEP_NUMBER = r"(?<!\s\d\.)(?<!\s\d\d\.)(?<!^\d\.)(?<!^\d\d\.)"
_SENTENCE_END = re.compile(
    rf"(?<=[.!?]){_NOT_AFTER_A_STEP_NUMBER}\s+(?=\S)|\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)])\s)"
)
_ENDING = re.compile(r"(?:ing|ed|ly|es|s|e)$")
_SHORTEST_STEM = 3
CHARACTERS_PER_TOKEN = 4

_STOP_WORDS_TEXT = """
a about after all am an and any are as at be because been before being but by can could did do does doing down
during each few for from further had has have having he her here him his how i if in into is it its just let me
more most my no nor not now of off on once only or other our out over own please s same she should so some such t
tell than that the their them then there these they this those through to too under until up very was we were
what when where which while who whom why will with would you your
"""
STOP_WORDS = frozenset(_STOP_WORDS_TEXT.split())


def words(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def key_words(text: str) -> list[str]:
    """Return the words that carry meaning, or all words if none does."""
    all_words = words(text)
    return [word for word in all_words if word not in STOP_WORDS] or all_words


def stem(word: str) -> str:
    """Cut off a common English ending, so that `descaling` matches `descale`."""
    stemmed = _ENDING.sub("", word)
    return stemmed if len(stemmed) >= _SHORTEST_STEM else word


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, with white space normalized."""
    return [" ".join(part.split()) for part in _SENTENCE_END.split(text) if part.strip()]


def count_tokens(text: str) -> int:
    """Estimate how many tokens a model counts: one for every four characters, rounded up.

    Anthropic and Amazon state 3.5 to 4 characters per token for English; their exact tokenizers are not public.
    """
    return -(-len(text) // CHARACTERS_PER_TOKEN)
