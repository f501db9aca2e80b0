"""The tool call of a model that has to call a tool and was not told what with.

Its input has the members that the tool's schema requires, each with its constant, its default, the first value of its
enumeration, or the least of its type; for a text, the question. Other constraints of the schema, such as `minimum`, `pattern`
and `$ref`, are not looked at: what they forbid may be sent.
"""

from collections.abc import Mapping
from typing import Any

from aws_stand_in.overlays.bedrock.conversation import Conversation

_DEEPEST = 8
_LEAST: Mapping[str, Any] = {"array": [], "integer": 0, "number": 0, "boolean": False, "null": None}


def forced_call(conversation: Conversation) -> dict[str, Any] | None:
    """Return the call that the request's tool choice asks for; None if the model is free.

    Example:
        >>> forced_call(conversation)
        {'name': 'weather', 'input': {'city': 'How is the weather in Bonn?'}}
    """
    choice = conversation.tool_choice
    names = conversation.tool_names
    if "tool" in choice:
        name = choice["tool"]["name"]
    elif "any" in choice and names:
        name = names[0]
    else:
        return None
    schemas = {
        tool["toolSpec"]["name"]: tool["toolSpec"]["inputSchema"]
        for tool in conversation.tools
        if "toolSpec" in tool
    }
    schema = schemas.get(name, {}).get("json", {})
    made = _least(schema, conversation.question, 0)
    return {"name": name, "input": made if isinstance(made, dict) else {}}


def _least(schema: Any, question: str, depth: int) -> Any:
    if not isinstance(schema, Mapping) or depth > _DEEPEST:
        return {}
    named = [schema[name] for name in ("const", "default") if name in schema]
    enum = schema.get("enum")
    allowed = named or (enum if isinstance(enum, list) else [])
    if allowed:
        return allowed[0]
    kind = str(schema.get("type", "object"))
    return _object(schema, question, depth) if kind == "object" else _LEAST.get(kind, question)


def _object(schema: Mapping[str, Any], question: str, depth: int) -> dict[str, Any]:
    properties, required = schema.get("properties"), schema.get("required")
    if not isinstance(properties, Mapping) or not isinstance(required, list):
        return {}
    return {str(name): _least(properties.get(str(name), {}), question, depth + 1) for name in required}
