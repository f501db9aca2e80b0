"""Wrong requests made from a service's model: members missing, null, of another type, too long, too many, nested too deeply.

Each request begins as one that is right: an example that the test gives, or one made from the model. Then up to three things in
it are changed. The same seed gives the same requests.

Example:
    ```python
    fuzz = ModelFuzz("sqs", seed="7", examples={"PurgeQueue": [{"QueueUrl": url}]}, known={"QueueUrl": [url]})
    for wrong in fuzz.requests(1500):
        answer = answer_of(application, wrong.request.environ("123456789012", "eu-west-1"))
        assert answer.status < 500, wrong
    ```
"""

import copy
import random
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape

from aws_stand_in.model_validation import compiled_pattern
from support.aws_requests import AwsRequest, Raw, service_model
from support.pattern_examples import pattern_example

Path = tuple[str | int, ...]

CHANGES = (0, 1, 1, 1, 1, 2, 3)
"""How many changes a request has: most have one, since a second one may keep the first from being looked at.

Some have none: a valid request shows what wrong ones have left behind.
"""
MOST_ALTERNATIVES = 6
"""Structures with more members, none of them required, are taken for alternatives, such as `AttributeValue`."""
DEEPEST_MODEL = 6
"""How deep values made from a model that holds itself are nested."""
UNKNOWN_NAMES = 0.15
"""How many names of resources are those of nothing: what a refused request leaves behind must not harm later ones."""
DEPTHS = (33, 300, 900, 20_000)
OTHER_TYPES: Sequence[Any] = (
    True,
    False,
    0,
    -1,
    1.5,
    "",
    "text",
    [],
    [1],
    ["text"],
    {},
    {"S": "text"},
    {"a": {}},
    [[]],
    [None],
    [{}],
)
NUMBERS: Sequence[Any] = (
    0, -1, 1, 2**31, -(2**31) - 1, 2**63 - 1, -(2**63), Raw("9" * 30), Raw("-1e400"), 0.5, 1e300,
)  # fmt: skip
TEXTS: Sequence[str] = (
    "", " ", "a", "null", "true", "0", "-1", "1e999", "NaN", "a b", "a/b", "arn:aws:a:b:c:d", "arn:", "\u0000",
    "\ud7ff\U0010ffff", "é" * 200, "#", ":", "%00", "../..", "{}", "[]", '{"a":', "<a>", "٣", "=", "a" * 256, "9" * 50,
)  # fmt: skip


@dataclass(frozen=True)
class WrongRequest:
    """One request and what is wrong with it.

    Attributes:
        request: The request.
        changes: What was changed, for messages.
    """

    request: AwsRequest
    changes: tuple[str, ...]


class ModelFuzz:
    """Makes wrong requests of one service.

    Args:
        service: boto3's name of the service.
        seed: Equal seeds give equal requests.
        examples: Right requests by operation.
        known: Values of members by their name, such as names of what exists.
        texts: More strings to put anywhere, such as expressions.
        operations: The operations; None for all of the model.
        protocol: The protocol; None for the one that boto3 uses.
    """

    def __init__(  # noqa: PLR0913 - a service, where to begin, and what to put in
        self,
        service: str,
        seed: str,
        *,
        examples: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
        known: Mapping[str, Sequence[Any]] | None = None,
        texts: Sequence[str] = (),
        operations: Sequence[str] | None = None,
        protocol: str | None = None,
    ) -> None:
        self._service = service
        self._model = service_model(service)
        self._seed = f"{service} {seed}"
        self._random = random.Random(self._seed)
        self._examples = examples or {}
        self._known = known or {}
        self._texts = (*TEXTS, *texts)
        self._operations = sorted(operations or self._model.operation_names)
        self._protocol = protocol

    def requests(self, count: int, *, first: int = 0) -> Iterator[WrongRequest]:
        """Yield so many wrong requests from the one of number `first`; each operation has its turn before one has another."""
        self._random.seed(f"{self._seed} {first}")
        for number in range(first, first + count):
            turn, place = divmod(number, len(self._operations))
            yield self._wrong(self._shuffled(turn)[place])

    def _shuffled(self, turn: int) -> list[str]:
        """Return the operations in the order of a turn: one that deletes comes before others as often as after them."""
        return random.Random(f"{self._seed} {turn}").sample(self._operations, len(self._operations))

    def right_parameters(self, operation: str) -> dict[str, Any]:
        """Return parameters that are right: an example's, or made from the model."""
        examples = self._examples.get(operation)
        if examples and self._random.random() < 0.8:
            return copy.deepcopy(dict(self._random.choice(examples)))
        shape = self._model.operation_model(operation).input_shape
        made = {} if shape is None else self._made(shape, "", 0)
        return dict(made)

    def _wrong(self, operation: str) -> WrongRequest:
        parameters: Any = {"": self.right_parameters(operation)}
        shape = self._model.operation_model(operation).input_shape
        changes = [self._change(parameters, shape) for _ in range(self._random.choice(CHANGES))]
        request = AwsRequest(self._service, operation, parameters[""], self._protocol)
        return WrongRequest(request, tuple(changes))

    def _change(self, holder: dict[str, Any], shape: Shape | None) -> str:
        """Change something in what `holder` holds; return what."""
        places = list(_places(holder[""], shape, ("",)))
        path, place_shape = self._random.choice(places)
        change = self._random.choice(_CHANGES)
        parent = holder
        for element in path[:-1]:
            parent = parent[element]  # type: ignore[index]
        shown = ".".join(str(each) for each in path[1:]) or "all"
        return f"{shown}: {change(self, parent, path[-1], place_shape)}"

    # ------------------------------------------------------------------------------------------- changes

    def _leave_out(self, parent: Any, key: Any, _shape: Shape | None) -> str:
        if key == "" or isinstance(parent, list) or key not in parent:
            return self._put(parent, key, None, "null")
        del parent[key]
        return "missing"

    def _make_null(self, parent: Any, key: Any, _shape: Shape | None) -> str:
        return self._put(parent, key, None, "null")

    def _give_other_type(self, parent: Any, key: Any, _shape: Shape | None) -> str:
        value = copy.deepcopy(self._random.choice(OTHER_TYPES))
        return self._put(parent, key, value, f"{value!r}")

    def _go_out_of_bounds(self, parent: Any, key: Any, shape: Shape | None) -> str:
        kind = "" if shape is None else shape.type_name
        if kind in ("integer", "long", "float", "double", "timestamp"):
            return self._put_number(parent, key, shape)
        if kind in ("list", "map"):
            return self._repeat(parent, key, shape)
        return self._put_text(parent, key, shape)

    def _put_number(self, parent: Any, key: Any, shape: Any) -> str:
        bounds = [
            shape.metadata[name] + by for name, by in (("min", -1), ("max", 1)) if name in shape.metadata
        ]
        value = self._random.choice([*NUMBERS, *bounds, *bounds])
        return self._put(parent, key, value, "another number")

    def _put_text(self, parent: Any, key: Any, shape: Shape | None) -> str:
        longest = None if shape is None else shape.metadata.get("max")
        if self._random.random() < 0.2:
            length = longest + 1 if isinstance(longest, int) and longest < 100_000 else 5000
            return self._put(parent, key, "a" * length, f"{length} characters")
        text = self._random.choice(self._texts)
        return self._put(parent, key, text, f"{text[:80]!r}")

    def _repeat(self, parent: Any, key: Any, shape: Any) -> str:
        times = self._random.choice((0, 2, 11, 26, 101, 300))
        if shape.type_name == "map":
            value: Any = {
                f"{name}{'' if n == 0 else n}": one
                for n in range(times)
                for name, one in self._one(parent, key, shape).items()
            }
        else:
            value = [one for _ in range(times) for one in self._one(parent, key, shape)]
        return self._put(parent, key, value, f"{times} times")

    def _one(self, parent: Any, key: Any, shape: Any) -> Any:
        held = parent.get(key) if isinstance(parent, dict) else parent[key]
        if held and isinstance(held, dict if shape.type_name == "map" else list):
            return held
        return self._made(shape, str(key), 1)

    def _nest(self, parent: Any, key: Any, _shape: Shape | None) -> str:
        depth = self._random.choice(DEPTHS)
        start, end = self._random.choice((("[", "]"), ('{"a":', "}"), ('{"L":[', "]}"), ('{"M":{"a":', "}}")))
        middle = self._random.choice(("", '{"S":"a"}')) if start.endswith("[") else '{"S":"a"}'
        return self._put(parent, key, Raw(start * depth + middle + end * depth), f"{depth} deep")

    def _add_unknown(self, parent: Any, key: Any, _shape: Shape | None) -> str:
        held = parent.get(key) if isinstance(parent, dict) else parent[key]
        if not isinstance(held, dict):
            return self._put_text(parent, key, None)
        held["Unknown"] = copy.deepcopy(self._random.choice(OTHER_TYPES))
        return "an unknown member"

    def _swap(self, parent: Any, key: Any, shape: Shape | None) -> str:
        """Put in another value that is right by the model."""
        if shape is None:
            return self._put_text(parent, key, None)
        return self._put(parent, key, self._made(shape, str(key), 0), "another right value")

    @staticmethod
    def _put(parent: Any, key: Any, value: Any, shown: str) -> str:
        parent[key] = value
        return shown

    # ------------------------------------------------------------------------------------------- right values

    def _made(self, shape: Any, name: str, depth: int) -> Any:
        if name in self._known:
            return self._known_value(name)
        make: Callable[[Any, str, int], Any] = getattr(self, f"_made_{shape.type_name}", self._made_scalar)
        return make(shape, name, depth)

    def _known_value(self, name: str) -> Any:
        """Return a value that is known, or now and then the name of nothing."""
        value = self._random.choice(self._known[name])
        is_unknown = isinstance(value, str) and self._random.random() < UNKNOWN_NAMES
        return f"{value}-unknown" if is_unknown else copy.deepcopy(value)

    def _made_structure(self, shape: Any, _name: str, depth: int) -> dict[str, Any]:
        are_alternatives = not shape.required_members and len(shape.members) > MOST_ALTERNATIVES
        if are_alternatives or (shape.members and shape.is_tagged_union):
            names = self._random.sample(sorted(shape.members), 1)
        else:
            optional = 0.4 if depth < DEEPEST_MODEL else 0.0
            names = [
                each
                for each in shape.members
                if each in shape.required_members or self._random.random() < optional
            ]
        return {each: self._made(shape.members[each], each, depth + 1) for each in names}

    def _made_list(self, shape: Any, name: str, depth: int) -> list[Any]:
        return [self._made(shape.member, f"{name}[]", depth + 1) for _ in range(self._size(shape, depth))]

    def _made_map(self, shape: Any, name: str, depth: int) -> dict[str, Any]:
        names = [
            str(self._made(shape.key, f"{name}{{}}", depth + 1)) for _ in range(self._size(shape, depth))
        ]
        return {each: self._made(shape.value, f"{name}[]", depth + 1) for each in names}

    def _size(self, shape: Any, depth: int) -> int:
        least, most = shape.metadata.get("min", 0), shape.metadata.get("max", 2)
        return max(least, self._random.randint(0, min(2, most)) if depth < DEEPEST_MODEL else 0)

    def _made_string(self, shape: Any, _name: str, _depth: int) -> str:
        if shape.enum:
            return str(self._random.choice(shape.enum))
        least = shape.metadata.get("min", 0)
        most = shape.metadata.get("max")
        plain = self._random.choice(("a", "things", "1", "a.b")).ljust(least, "a")[:most]
        return _as_wanted(plain, shape.metadata.get("pattern"), least)

    def _made_blob(self, shape: Any, _name: str, _depth: int) -> str:
        return self._random.choice(("", "AQI=", "AA==")).rjust(4 * shape.metadata.get("min", 0), "A")

    def _made_timestamp(self, shape: Any, _name: str, _depth: int) -> int | str:
        seconds = self._random.randint(0, 20)
        is_text = shape.serialization.get("location") == "querystring"
        return f"2026-01-01T00:00:{seconds:02}Z" if is_text else seconds

    def _made_boolean(self, _shape: Any, _name: str, _depth: int) -> bool:
        return self._random.random() < 0.5

    def _made_scalar(self, shape: Any, _name: str, _depth: int) -> int:
        least = int(shape.metadata.get("min", 0))
        return least + self._random.randint(0, min(20, int(shape.metadata.get("max", least + 20)) - least))


def _as_wanted(plain: str, pattern: str | None, least: int) -> str:
    """Return a plain text, or another one if a pattern does not match it."""
    compiled = compiled_pattern(pattern) if pattern else None
    if compiled is None or compiled.fullmatch(plain):
        return plain
    return pattern_example(compiled.pattern, least) or plain


def _places(value: Any, shape: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield the paths of a value and of all that it holds or could hold, with their shapes."""
    yield path, shape
    kind = "" if shape is None else shape.type_name
    if isinstance(value, dict):
        members: MutableMapping[str, Any] = dict(shape.members) if kind == "structure" else {}
        for name in members:
            if name not in value:
                yield (*path, name), members[name]
        for name, held in value.items():
            member = members.get(name) if kind == "structure" else shape.value if kind == "map" else None
            yield from _places(held, member, (*path, name))
    elif isinstance(value, list):
        for number, held in enumerate(value):
            yield from _places(held, shape.member if kind == "list" else None, (*path, number))


_CHANGES: Sequence[Callable[[ModelFuzz, Any, Any, Shape | None], str]] = (
    ModelFuzz._leave_out,
    ModelFuzz._make_null,
    ModelFuzz._give_other_type,
    *[ModelFuzz._go_out_of_bounds] * 6,
    ModelFuzz._nest,
    ModelFuzz._add_unknown,
    *[ModelFuzz._swap] * 3,
)
