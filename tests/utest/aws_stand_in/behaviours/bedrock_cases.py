"""Cases of Bedrock's models. `body` stands for the JSON of InvokeModel's body, and `stream` for the list of a stream's events.

Of an answer, a case holds what it is about; `{guardrail}` stands for the id of a guardrail that the test makes. It has one version,
blocks the word "forbidden" and the topic "Investment advice", and masks e-mail addresses.
"""

from collections.abc import Sequence
from typing import Any

from behaviours import Case

API = "Amazon Bedrock API Reference, "
GUIDE = "Amazon Bedrock User Guide, "
MESSAGES = GUIDE + "Anthropic Claude Messages API"
TOOLS = GUIDE + "Use a tool to complete an Amazon Bedrock model response"
ANTHROPIC_TOOLS = GUIDE + "Anthropic Claude Messages API, Tool use"
CONVERSE = GUIDE + "Carry out a conversation with the Converse API operations"
PROFILES = GUIDE + "Use an inference profile in model invocation"
CACHING = GUIDE + "Prompt caching for faster model inference"
GUARDRAILS = GUIDE + "Use a guardrail"
TITAN = GUIDE + "Amazon Titan Text models"
EMBEDDINGS = GUIDE + "Amazon Titan Embeddings"
NOVA = "Amazon Nova User Guide, Complete request schema"
LLAMA = GUIDE + "Meta Llama models"
MISTRAL = GUIDE + "Mistral AI text completion"
MISTRAL_CHAT = GUIDE + "Mistral AI chat completion"
COMMAND = GUIDE + "Cohere Command models"
COMMAND_R = GUIDE + "Cohere Command R and Command R+ models"
COHERE_EMBED = GUIDE + "Cohere Embed models"

V = "ValidationException"
HAIKU = "anthropic.claude-3-haiku-20240307-v1:0"
SONNET = "eu.anthropic.claude-3-7-sonnet-20250219-v1:0"
NOVA_LITE = "amazon.nova-lite-v1:0"
QUESTION = "<context>Press P to descale. The lid is red.</context> How do I descale it?"
ANSWER = "Press P to descale."
LONG = "<context>Press P to descale.</context>" + "Please read all of this with care. " * 200
WEATHER = {
    "name": "weather",
    "description": "How the weather is.",
    "schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}
UNTIL = "please reformat your input and try again."


def user(text: str = QUESTION, *more: dict[str, Any]) -> dict[str, Any]:
    return {"role": "user", "content": [{"text": text}, *more]}


def guarded(text: str) -> dict[str, Any]:
    return {"guardContent": {"text": {"text": text}}}


def assistant(text: str = "Hello.") -> dict[str, Any]:
    return {"role": "assistant", "content": [{"text": text}]}


def tool_config(choice: Any = None, *names: str) -> dict[str, Any]:
    tools = [
        {
            "toolSpec": {
                "name": name,
                "description": WEATHER["description"],
                "inputSchema": {"json": WEATHER["schema"]},
            }
        }
        for name in names or ("weather",)
    ]
    return {"tools": tools, **({"toolChoice": choice} if choice else {})}


CALL = {
    "role": "assistant",
    "content": [{"toolUse": {"toolUseId": "t1", "name": "weather", "input": {"city": "Bonn"}}}],
}
RESULT = {
    "role": "user",
    "content": [{"toolResult": {"toolUseId": "t1", "content": [{"text": "Rain is expected in Bonn."}]}}],
}


def converse(*messages: dict[str, Any], model: str = HAIKU, **more: Any) -> dict[str, Any]:
    return {"modelId": model, "messages": list(messages or (user(),)), **more}


def said(role: str, content: Any) -> dict[str, Any]:
    return {"role": role, "content": content}


def claude(*messages: dict[str, Any], model: str = HAIKU, without: str = "", **more: Any) -> dict[str, Any]:
    body = {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 200,
        "messages": list(messages or (said("user", QUESTION),)),
        **more,
    }
    body.pop(without, None)
    return {"modelId": model, "body": body}


ANTHROPIC_TOOL = {"name": "weather", "description": WEATHER["description"], "input_schema": WEATHER["schema"]}
ANTHROPIC_CALL = said(
    "assistant", [{"type": "tool_use", "id": "t1", "name": "weather", "input": {"city": "Bonn"}}]
)


def anthropic_result(identity: str = "t1") -> dict[str, Any]:
    return said(
        "user", [{"type": "tool_result", "tool_use_id": identity, "content": "Rain is expected in Bonn."}]
    )


def invoke(model: str, **body: Any) -> dict[str, Any]:
    return {"modelId": model, "body": body}


ANTHROPIC = [
    Case("a message is answered", MESSAGES, "invoke_model", claude(),
         {"body": {"type": "message", "role": "assistant", "model": "claude-3-haiku-20240307", "content": [{"type": "text", "text": ANSWER}],
                   "stop_reason": "end_turn", "stop_sequence": None}}),
    Case("anthropic_version is needed", MESSAGES, "invoke_model", claude(without="anthropic_version"), (V, "anthropic_version: Field required")),
    Case("there is one anthropic_version", MESSAGES, "invoke_model", claude(anthropic_version="2023-06-01"),
         (V, "anthropic_version: Input should be 'bedrock-2023-05-31'")),
    Case("max_tokens is needed", MESSAGES, "invoke_model", claude(without="max_tokens"), (V, "max_tokens: Field required")),
    Case("max_tokens is at least 1", MESSAGES, "invoke_model", claude(max_tokens=0), (V, "max_tokens: Input should be greater than or equal to 1")),
    Case("max_tokens is a number", MESSAGES, "invoke_model", claude(max_tokens="many"), (V, "max_tokens: Input should be a valid integer")),
    Case("max_tokens has the model's limit", MESSAGES, "invoke_model", claude(max_tokens=5000),
         (V, "max_tokens: 5000 > 4096, which is the maximum allowed number of output tokens for claude-3-haiku-20240307")),
    Case("messages are needed", MESSAGES, "invoke_model", claude(without="messages"), (V, "messages: Field required")),
    Case("one message is needed", MESSAGES, "invoke_model", {**claude(), "body": {**claude()["body"], "messages": []}},
         (V, "messages: at least one message is required")),
    Case("the first message is the user's", MESSAGES, "invoke_model", claude(said("assistant", "Hello.")),
         (V, 'messages: first message must use the "user" role')),
    Case("roles alternate", MESSAGES, "invoke_model", claude(said("user", "Hello."), said("user", "Hello.")),
         (V, 'messages: roles must alternate between "user" and "assistant", but found multiple "user" roles in a row')),
    Case("the system prompt is no message", MESSAGES, "invoke_model", claude(said("system", "Be brief.")),
         (V, 'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.')),
    Case("there are two roles", MESSAGES, "invoke_model", claude(said("bot", "Hello.")), (V, "messages.0.role: Input should be 'user' or 'assistant'")),
    Case("a message has content", MESSAGES, "invoke_model", claude(said("user", [])),
         (V, "messages.0: all messages must have non-empty content except for the optional final assistant message")),
    Case("a text is not empty", MESSAGES, "invoke_model", claude(said("user", "")), (V, "messages: text content blocks must be non-empty")),
    Case("a text is not blank", MESSAGES, "invoke_model", claude(said("user", [{"type": "text", "text": " "}])),
         (V, "messages: text content blocks must contain non-whitespace text")),
    Case("a text block has a text", MESSAGES, "invoke_model", claude(said("user", [{"type": "text"}])), (V, "messages.0.content.0.text.text: Field required")),
    Case("an answer may be begun", MESSAGES, "invoke_model", claude(said("user", QUESTION), said("assistant", "Well,")),
         {"body": {"content": [{"type": "text", "text": ANSWER}]}}),
    Case("but not with a blank at its end", MESSAGES, "invoke_model", claude(said("user", QUESTION), said("assistant", "Well, ")),
         (V, "messages: final assistant content cannot end with trailing whitespace")),
    Case("the temperature is at most 1", MESSAGES, "invoke_model", claude(temperature=1.1), (V, "temperature: range: 0..1")),
    Case("the temperature is at least 0", MESSAGES, "invoke_model", claude(temperature=-0.1), (V, "temperature: range: 0..1")),
    Case("top_p is at most 1", MESSAGES, "invoke_model", claude(top_p=2), (V, "top_p: range: 0..1")),
    Case("top_k is at most 500", MESSAGES, "invoke_model", claude(top_k=501), (V, "top_k: range: 0..500")),
    Case("unknown members are refused", MESSAGES, "invoke_model", claude(model_id="x"), (V, "model_id: Extra inputs are not permitted")),
    Case("the model is not in the body", MESSAGES, "invoke_model", claude(stream=True), (V, "stream: Extra inputs are not permitted")),
    Case("a stop sequence ends the answer", MESSAGES, "invoke_model", claude(stop_sequences=["desc"]),
         {"body": {"content": [{"type": "text", "text": "Press P to "}], "stop_reason": "stop_sequence", "stop_sequence": "desc"}}),
    Case("max_tokens cuts the answer", MESSAGES, "invoke_model", claude(max_tokens=2), {"body": {"stop_reason": "max_tokens", "usage": {"output_tokens": 2}}}),
    Case("a tool that has to be called is called", ANTHROPIC_TOOLS, "invoke_model",
         claude(said("user", "How is it in Bonn?"), tools=[ANTHROPIC_TOOL], tool_choice={"type": "tool", "name": "weather"}),
         {"body": {"content": [{"type": "tool_use", "name": "weather", "input": {"city": "How is it in Bonn?"}}], "stop_reason": "tool_use"}}),
    Case("the result of a tool is read", ANTHROPIC_TOOLS, "invoke_model",
         claude(said("user", "Is rain expected in Bonn?"), ANTHROPIC_CALL, anthropic_result(), tools=[ANTHROPIC_TOOL]),
         {"body": {"content": [{"type": "text", "text": "Rain is expected in Bonn."}], "stop_reason": "end_turn"}}),
    Case("a call needs its result", ANTHROPIC_TOOLS, "invoke_model",
         claude(said("user", "Hello."), ANTHROPIC_CALL, said("user", "Well?"), tools=[ANTHROPIC_TOOL]),
         (V, ("messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: t1. Each `tool_use` block must have a "
             "corresponding `tool_result` block in the next message."))),
    Case("a result needs its call", ANTHROPIC_TOOLS, "invoke_model",
         claude(said("user", "Hello."), ANTHROPIC_CALL, anthropic_result("t2"), tools=[ANTHROPIC_TOOL]),
         (V, ("messages.2.content.0: unexpected `tool_use_id` found in `tool_result` blocks: t2. Each `tool_result` block must have a "
             "corresponding `tool_use` block in the previous message."))),
    Case("calls and results need tools", ANTHROPIC_TOOLS, "invoke_model", claude(said("user", "Hello."), ANTHROPIC_CALL, anthropic_result()),
         (V, "Requests which include `tool_use` or `tool_result` blocks must define tools")),
    Case("a tool has a schema", ANTHROPIC_TOOLS, "invoke_model", claude(tools=[{"name": "weather"}]), (V, "tools.0.custom.input_schema: Field required")),
    Case("the schema has the type object", ANTHROPIC_TOOLS, "invoke_model", claude(tools=[{**ANTHROPIC_TOOL, "input_schema": {}}]),
         (V, "tools.0.custom.input_schema.type: Field required")),
    Case("a tool has a name of its own", ANTHROPIC_TOOLS, "invoke_model", claude(tools=[ANTHROPIC_TOOL, ANTHROPIC_TOOL]),
         (V, "tools: Tool names must be unique.")),
    Case("the tool to call is one of the tools", ANTHROPIC_TOOLS, "invoke_model",
         claude(tools=[ANTHROPIC_TOOL], tool_choice={"type": "tool", "name": "other"}), (V, "Tool 'other' not found in provided tools")),
    Case("a body is JSON", API + "InvokeModel", "invoke_model", {"modelId": HAIKU, "body": "{"}, (V, f"Malformed input request, {UNTIL}")),
    Case("a body is an object", API + "InvokeModel", "invoke_model", {"modelId": HAIKU, "body": []},
         (V, f"Malformed input request: expected type: JSONObject, {UNTIL}")),
    Case("a stream is Anthropic's", GUIDE + "InvokeModelWithResponseStream", "invoke_model_with_response_stream", claude(max_tokens=5),
         {"stream": [
             {"type": "message_start", "message": {"role": "assistant", "content": [], "stop_reason": None}},
             {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
             {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": ANSWER}},
             {"type": "content_block_stop", "index": 0},
             {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": {"output_tokens": 5}},
             {"type": "message_stop", "amazon-bedrock-invocationMetrics": {"outputTokenCount": 5}}]}),
    Case("a call is streamed as JSON in parts", ANTHROPIC_TOOLS, "invoke_model_with_response_stream",
         claude(said("user", "Bonn"), tools=[ANTHROPIC_TOOL], tool_choice={"type": "any"}),
         {"stream": [
             {"type": "message_start"},
             {"type": "content_block_start", "index": 0, "content_block": {"type": "tool_use", "name": "weather", "input": {}}},
             {"type": "content_block_delta", "index": 0, "delta": {"type": "input_json_delta", "partial_json": ""}},
             {"type": "content_block_delta", "index": 0, "delta": {"type": "input_json_delta", "partial_json": '{"city": "Bonn"}'}},
             {"type": "content_block_stop", "index": 0},
             {"type": "message_delta", "delta": {"stop_reason": "tool_use"}},
             {"type": "message_stop"}]}),
]  # fmt: skip

CONVERSATIONS = [
    Case("a conversation is answered", CONVERSE, "converse", converse(),
         {"output": {"message": {"role": "assistant", "content": [{"text": ANSWER}]}}, "stopReason": "end_turn", "usage": {"outputTokens": 5}}),
    Case("a conversation begins with the user", API + "Converse", "converse", converse(assistant()),
         (V, "A conversation must start with a user message. Try again with a conversation that starts with a user message.")),
    Case("a conversation alternates", API + "Converse", "converse", converse(user("Hello."), user("Hello.")),
         (V, ("A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant "
             "roles and try again."))),
    Case("a message of a conversation has content", API + "Message", "converse", converse(said("user", [])),
         (V, "The content field in the Message object at messages.0 is empty. Add a ContentBlock object to the content field and try again.")),
    Case("its text is not blank", API + "ContentBlock", "converse", converse(user(" ")),
         (V, "The text field in the ContentBlock object at messages.0.content.0 is blank. Add text to the text field, and try again.")),
    Case("a conversation's temperature is at most 1", API + "InferenceConfiguration", "converse", converse(inferenceConfig={"temperature": 1.5}),
         (V, ("1 validation error detected: Value '1.5' at 'inferenceConfig.temperature' failed to satisfy constraint: "
             "Member must have value less than or equal to 1"))),
    Case("its maxTokens is at least 1", API + "InferenceConfiguration", "converse", converse(inferenceConfig={"maxTokens": 0}),
         (V, ("1 validation error detected: Value '0' at 'inferenceConfig.maxTokens' failed to satisfy constraint: "
             "Member must have value greater than or equal to 1"))),
    Case("its maxTokens has the model's limit", API + "InferenceConfiguration", "converse", converse(inferenceConfig={"maxTokens": 5000}),
         (V, "The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens value that is lower than 4096.")),
    Case("its stop sequence is told as a model's own field", API + "Converse", "converse",
         converse(inferenceConfig={"stopSequences": ["desc"]}, additionalModelResponseFieldPaths=["/stop_sequence"]),
         {"stopReason": "stop_sequence", "output": {"message": {"content": [{"text": "Press P to "}]}},
          "additionalModelResponseFields": {"stop_sequence": "desc"}}),
    Case("a model's own fields are checked by the model", API + "Converse", "converse", converse(additionalModelRequestFields={"color": "red"}),
         (V, "The model returned the following errors: color: Extra inputs are not permitted")),
    Case("a model without system prompts takes none", CONVERSE, "converse",
         converse(user("Hello."), model="amazon.titan-text-express-v1", system=[{"text": "Be brief."}]),
         (V, "This model doesn't support system messages. Try again without system messages or use a model that supports system messages.")),
    Case("a model without tools takes none", CONVERSE, "converse", converse(model="meta.llama3-8b-instruct-v1:0", toolConfig=tool_config()),
         (V, "This model doesn't support tool use.")),
    Case("embeddings are no conversation", CONVERSE, "converse", converse(model="amazon.titan-embed-text-v2:0"),
         (V, "This action doesn't support the model that you provided. Try again with a supported text or chat model.")),
    Case("a conversation calls the tool it has to", TOOLS, "converse", converse(user("Bonn"), toolConfig=tool_config({"any": {}})),
         {"output": {"message": {"content": [{"toolUse": {"name": "weather", "input": {"city": "Bonn"}}}]}}, "stopReason": "tool_use"}),
    Case("it reads the tool's result", TOOLS, "converse", converse(user("Is rain expected in Bonn?"), CALL, RESULT, toolConfig=tool_config()),
         {"output": {"message": {"content": [{"text": "Rain is expected in Bonn."}]}}, "stopReason": "end_turn"}),
    Case("it needs the tool's result", TOOLS, "converse", converse(user("Hello."), CALL, user("Well?"), toolConfig=tool_config()),
         (V, "Expected toolResult blocks at messages.2.content for the following Ids: t1")),
    Case("it has no more results than calls", TOOLS, "converse", converse(user("Hello."), assistant(), RESULT, toolConfig=tool_config()),
         (V, "The number of toolResult blocks at messages.2.content exceeds the number of toolUse blocks of previous turn.")),
    Case("calls and results need a toolConfig", TOOLS, "converse", converse(user("Hello."), CALL, RESULT),
         (V, "The toolConfig field must be defined when using toolUse and toolResult content blocks.")),
    Case("a tool's name has its characters", API + "ToolSpecification", "converse", converse(toolConfig=tool_config(None, "the weather")),
         (V, ("1 validation error detected: Value 'the weather' at 'toolConfig.tools.1.member.toolSpec.name' failed to satisfy constraint: "
             "Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+"))),
    Case("a conversation is streamed", API + "ConverseStream", "converse_stream", converse(),
         {"stream": [
             {"messageStart": {"role": "assistant"}}, {"contentBlockDelta": {"delta": {"text": ANSWER}, "contentBlockIndex": 0}},
             {"contentBlockStop": {"contentBlockIndex": 0}}, {"messageStop": {"stopReason": "end_turn"}},
             {"metadata": {"usage": {"outputTokens": 5}}}]}),
    Case("a call is streamed with a start and its input in parts", API + "ConverseStream", "converse_stream",
         converse(user("Königswinter"), toolConfig=tool_config({"tool": {"name": "weather"}})),
         {"stream": [
             {"messageStart": {"role": "assistant"}},
             {"contentBlockStart": {"start": {"toolUse": {"name": "weather"}}, "contentBlockIndex": 0}},
             {"contentBlockDelta": {"delta": {"toolUse": {"input": '{"city": "K\\u00f'}}, "contentBlockIndex": 0}},
             {"contentBlockDelta": {"delta": {"toolUse": {"input": '6nigswinter"}'}}, "contentBlockIndex": 0}},
             {"contentBlockStop": {"contentBlockIndex": 0}}, {"messageStop": {"stopReason": "tool_use"}},
             {"metadata": {"usage": {"outputTokens": 10}}}]}),
]  # fmt: skip

FAMILIES = [
    Case("Titan continues a text", TITAN, "invoke_model", invoke("amazon.titan-text-express-v1", inputText=QUESTION),
         {"body": {"inputTextTokenCount": 19, "results": [{"tokenCount": 5, "outputText": ANSWER, "completionReason": "FINISH"}]}}),
    Case("Titan stops at its limit", TITAN, "invoke_model",
         invoke("amazon.titan-text-express-v1", inputText=QUESTION, textGenerationConfig={"maxTokenCount": 2}),
         {"body": {"results": [{"tokenCount": 2, "completionReason": "LENGTH"}]}}),
    Case("Titan needs a text", TITAN, "invoke_model", invoke("amazon.titan-text-express-v1"),
         (V, f"Malformed input request: #: required key [inputText] not found, {UNTIL}")),
    Case("Titan refuses unknown members", TITAN, "invoke_model", invoke("amazon.titan-text-express-v1", inputText="Hello.", max_tokens=1),
         (V, f"Malformed input request: #: extraneous key [max_tokens] is not permitted, {UNTIL}")),
    Case("Titan's temperature is at most 1", TITAN, "invoke_model",
         invoke("amazon.titan-text-express-v1", inputText="Hello.", textGenerationConfig={"temperature": 2.5}),
         (V, f"Malformed input request: #/textGenerationConfig/temperature: 2.5 is not less or equal to 1.0, {UNTIL}")),
    Case("Titan streams its text", TITAN, "invoke_model_with_response_stream", invoke("amazon.titan-text-express-v1", inputText=QUESTION),
         {"stream": [{"outputText": ANSWER, "index": 0, "completionReason": None},
                     {"outputText": "", "completionReason": "FINISH", "totalOutputTextTokenCount": 5, "inputTextTokenCount": 19}]}),
    Case("Titan embeds a text", EMBEDDINGS, "invoke_model", invoke("amazon.titan-embed-text-v2:0", inputText="Hello.", dimensions=256, embeddingTypes=["binary"]),
         {"body": {"inputTextTokenCount": 2}}),
    Case("Titan's embeddings have three sizes", EMBEDDINGS, "invoke_model", invoke("amazon.titan-embed-text-v2:0", inputText="Hello.", dimensions=7),
         (V, f"Malformed input request: #/dimensions: 7 is not a valid enum value, {UNTIL}")),
    Case("Titan's embeddings have a longest text", EMBEDDINGS, "invoke_model", invoke("amazon.titan-embed-text-v2:0", inputText="word" * 8193),
         (V, "400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: 8193 ")),
    Case("embeddings are not streamed", API + "InvokeModelWithResponseStream", "invoke_model_with_response_stream",
         invoke("amazon.titan-embed-text-v2:0", inputText="Hello."), (V, "The model is unsupported for streaming.")),
    Case("Nova takes Converse's form", NOVA, "invoke_model", invoke(NOVA_LITE, messages=[user()], inferenceConfig={"maxTokens": 50}),
         {"body": {"output": {"message": {"role": "assistant", "content": [{"text": ANSWER}]}}, "stopReason": "end_turn", "usage": {"outputTokens": 5}}}),
    Case("Nova calls tools", NOVA, "invoke_model", invoke(NOVA_LITE, messages=[user("Bonn")], toolConfig=tool_config({"any": {}})),
         {"body": {"output": {"message": {"content": [{"toolUse": {"name": "weather", "input": {"city": "Bonn"}}}]}}, "stopReason": "tool_use"}}),
    Case("Nova needs messages", NOVA, "invoke_model", invoke(NOVA_LITE, inferenceConfig={}),
         (V, f"Malformed input request: #: required key [messages] not found, {UNTIL}")),
    Case("Nova's blocks are objects", NOVA, "invoke_model", invoke(NOVA_LITE, messages=[said("user", ["Hello."])]),
         (V, f"Malformed input request: #/messages/0/content/0: expected type: JSONObject, found: String, {UNTIL}")),
    Case("Nova's blocks have one kind", NOVA, "invoke_model", invoke(NOVA_LITE, messages=[said("user", [{"text": "a", "image": {}}])]),
         (V, f"Malformed input request: #/messages/0/content/0: expected exactly one key with a value, found: 2, {UNTIL}")),
    Case("Nova's blocks have a value", NOVA, "invoke_model", invoke(NOVA_LITE, messages=[said("user", [{"text": None}])]),
         (V, f"Malformed input request: #/messages/0/content/0: expected exactly one key with a value, found: 0, {UNTIL}")),
    Case("Nova's guarded content is an object", NOVA, "invoke_model", invoke(NOVA_LITE, messages=[said("user", [{"guardContent": 1}])]),
         (V, f"Malformed input request: #/messages/0/content/0/guardContent: expected type: JSONObject, found: Integer, {UNTIL}")),
    Case("Nova's reasoning is an object", NOVA, "invoke_model", invoke(NOVA_LITE, messages=[user(), said("assistant", [{"reasoningContent": "x"}])]),
         (V, f"Malformed input request: #/messages/1/content/0/reasoningContent: expected type: JSONObject, found: String, {UNTIL}")),
    Case("Nova's tool choice names a tool", NOVA, "invoke_model", invoke(NOVA_LITE, messages=[user()], toolConfig=tool_config({"tool": {}})),
         (V, f"Malformed input request: #/toolConfig/toolChoice/tool: required key [name] not found, {UNTIL}")),
    Case("Nova calls the tool that is named", NOVA, "invoke_model", invoke(NOVA_LITE, messages=[user("Bonn")], toolConfig=tool_config({"tool": {"name": "weather"}})),
         {"body": {"output": {"message": {"content": [{"toolUse": {"name": "weather"}}]}}}}),
    Case("Nova reads results of tools", NOVA, "invoke_model",
         invoke(NOVA_LITE, messages=[user("Is rain expected in Bonn?"), CALL, RESULT], toolConfig=tool_config()),
         {"body": {"output": {"message": {"content": [{"text": "Rain is expected in Bonn."}]}}}}),
    Case("Nova's result of a tool has its id", NOVA, "invoke_model",
         invoke(NOVA_LITE, messages=[user(), CALL, said("user", [{"toolResult": {"content": []}}])], toolConfig=tool_config()),
         (V, f"Malformed input request: #/messages/2/content/0/toolResult: required key [toolUseId] not found, {UNTIL}")),
    Case("Nova's tools may be left out", NOVA, "invoke_model", invoke(NOVA_LITE, messages=[user()], toolConfig=None, system=[{"text": "Be brief."}]),
         {"body": {"stopReason": "end_turn"}}),
    Case("Nova streams Converse's events", NOVA, "invoke_model_with_response_stream", invoke(NOVA_LITE, messages=[user()]),
         {"stream": [{"messageStart": {"role": "assistant"}}, {"contentBlockDelta": {"delta": {"text": ANSWER}}},
                     {"contentBlockStop": {"contentBlockIndex": 0}}, {"messageStop": {"stopReason": "end_turn"}}, {"metadata": {"usage": {"outputTokens": 5}}}]}),
    Case("Llama continues a prompt", LLAMA, "invoke_model",
         invoke("meta.llama3-8b-instruct-v1:0", prompt=f"<|begin_of_text|>{QUESTION}<|eot_id|>"),
         {"body": {"generation": ANSWER, "generation_token_count": 5, "stop_reason": "stop"}}),
    Case("Llama stops at its limit", LLAMA, "invoke_model", invoke("meta.llama3-8b-instruct-v1:0", prompt=QUESTION, max_gen_len=2),
         {"body": {"generation_token_count": 2, "stop_reason": "length"}}),
    Case("Llama's limit is at most 2048", LLAMA, "invoke_model", invoke("meta.llama3-8b-instruct-v1:0", prompt="Hello.", max_gen_len=2049),
         (V, f"Malformed input request: #/max_gen_len: 2049 is not less or equal to 2048, {UNTIL}")),
    Case("Llama streams its generation", LLAMA, "invoke_model_with_response_stream", invoke("meta.llama3-8b-instruct-v1:0", prompt=QUESTION),
         {"stream": [{"generation": ANSWER, "prompt_token_count": 19, "stop_reason": None},
                     {"generation": "", "prompt_token_count": None, "generation_token_count": 5, "stop_reason": "stop"}]}),
    Case("Mistral continues a prompt", MISTRAL, "invoke_model", invoke("mistral.mistral-7b-instruct-v0:2", prompt=f"<s>[INST]{QUESTION}[/INST]"),
         {"body": {"outputs": [{"text": ANSWER, "stop_reason": "stop"}]}}),
    Case("Mistral needs a prompt of text", MISTRAL, "invoke_model", invoke("mistral.mistral-7b-instruct-v0:2", prompt=7),
         (V, f"Malformed input request: #/prompt: expected type: String, found: Integer, {UNTIL}")),
    Case("Mistral chats", MISTRAL_CHAT, "invoke_model", invoke("mistral.mistral-large-2402-v1:0", messages=[said("user", QUESTION)]),
         {"body": {"choices": [{"index": 0, "message": {"role": "assistant", "content": ANSWER}, "stop_reason": "stop"}]}}),
    Case("Mistral calls functions", MISTRAL_CHAT, "invoke_model",
         invoke("mistral.mistral-large-2402-v1:0", messages=[said("user", "Bonn")], tool_choice="any",
                tools=[{"type": "function", "function": {"name": "weather", "description": "", "parameters": WEATHER["schema"]}}]),
         {"body": {"choices": [{"message": {"tool_calls": [{"function": {"name": "weather", "arguments": '{"city": "Bonn"}'}}]}, "stop_reason": "tool_calls"}]}}),
    Case("Command continues a prompt", COMMAND, "invoke_model", invoke("cohere.command-text-v14", prompt=QUESTION, max_tokens=50),
         {"body": {"generations": [{"text": ANSWER, "finish_reason": "COMPLETE"}], "prompt": QUESTION}}),
    Case("Command has 4 stop sequences at most", COMMAND, "invoke_model", invoke("cohere.command-text-v14", prompt="Hello.", stop_sequences=list("abcde")),
         (V, f"Malformed input request: #/stop_sequences: expected maximum item count: 4, found: 5, {UNTIL}")),
    Case("Command R answers from documents", COMMAND_R, "invoke_model",
         invoke("cohere.command-r-v1:0", message="How do I descale it?", documents=[{"title": "Manual", "snippet": ANSWER}]),
         {"body": {"text": ANSWER, "finish_reason": "COMPLETE", "chat_history": [{"role": "USER", "message": "How do I descale it?"}, {"role": "CHATBOT", "message": ANSWER}]}}),
    Case("Command R streams its events", COMMAND_R, "invoke_model_with_response_stream", invoke("cohere.command-r-v1:0", message=QUESTION),
         {"stream": [{"event_type": "stream-start"}, {"event_type": "text-generation", "text": ANSWER, "is_finished": False},
                     {"event_type": "stream-end", "is_finished": True, "finish_reason": "COMPLETE"}]}),
    Case("Command R's p is below 1", COMMAND_R, "invoke_model", invoke("cohere.command-r-v1:0", message="Hello.", p=1.0),
         (V, f"Malformed input request: #/p: 1.0 is not less or equal to 0.99, {UNTIL}")),
    Case("Cohere embeds texts", COHERE_EMBED, "invoke_model", invoke("cohere.embed-english-v3", texts=["Hello."], input_type="search_query"),
         {"body": {"response_type": "embeddings_floats", "texts": ["Hello."]}}),
    Case("Cohere embeds for a purpose", COHERE_EMBED, "invoke_model", invoke("cohere.embed-english-v3", texts=["Hello."]),
         (V, f"Malformed input request: #: required key [input_type] not found, {UNTIL}")),
]  # fmt: skip

GUARDRAIL = {"guardrailIdentifier": "{guardrail}", "guardrailVersion": "1"}
IDENTIFIERS = [
    Case("a model has an id", API + "InvokeModel", "invoke_model", claude(model="claude-3-haiku"), (V, "The provided model identifier is invalid.")),
    Case("a profile is one of the region's geography", PROFILES, "invoke_model", claude(model=f"us.{HAIKU}"),
         (V, "The provided model identifier is invalid.")),
    Case("a model may be named by its profile", PROFILES, "invoke_model", claude(model=f"eu.{HAIKU}"), {"body": {"stop_reason": "end_turn"}}),
    Case("or by the profile's ARN", PROFILES, "converse", converse(model=f"arn:aws:bedrock:eu-west-1:123456789012:inference-profile/{SONNET}"),
         {"stopReason": "end_turn"}),
    Case("some models are called through profiles only", PROFILES, "converse", converse(model=SONNET.removeprefix("eu.")),
         (V, (f"Invocation of model ID {SONNET.removeprefix('eu.')} with on-demand throughput isn\u2019t supported. Retry your request with the ID "
             "or ARN of an inference profile that contains this model."))),
    Case("a model is described", API + "GetFoundationModel", "get_foundation_model", {"modelIdentifier": HAIKU},
         {"modelDetails": {"modelId": HAIKU, "providerName": "Anthropic", "outputModalities": ["TEXT"], "responseStreamingSupported": True,
                           "modelArn": f"arn:aws:bedrock:eu-west-1::foundation-model/{HAIKU}", "modelLifecycle": {"status": "ACTIVE"}}}),
    Case("an unknown model is not", API + "GetFoundationModel", "get_foundation_model", {"modelIdentifier": "anthropic.claude-0"},
         (V, "The provided model identifier is invalid.")),
    Case("a profile is described", API + "GetInferenceProfile", "get_inference_profile", {"inferenceProfileIdentifier": SONNET},
         {"inferenceProfileId": SONNET, "type": "SYSTEM_DEFINED", "status": "ACTIVE"}),
    Case("an unknown profile is not", API + "GetInferenceProfile", "get_inference_profile", {"inferenceProfileIdentifier": "eu.anthropic.claude-0"},
         ("ResourceNotFoundException", "Unable to find inference profile eu.anthropic.claude-0.")),
    Case("tokens are counted for Claude", API + "CountTokens", "count_tokens",
         {"modelId": HAIKU, "input": {"converse": {"messages": [user("12345678")]}}}, {"inputTokens": 2}),
    Case("but not for others", API + "CountTokens", "count_tokens", {"modelId": NOVA_LITE, "input": {"converse": {"messages": [user()]}}},
         (V, "The provided model doesn't support counting tokens.")),
    Case("tokens are counted of valid requests", API + "CountTokens", "count_tokens", {"modelId": HAIKU, "input": {"converse": {"messages": [assistant()]}}},
         (V, "A conversation must start with a user message. Try again with a conversation that starts with a user message.")),
    Case("a model without a cache takes no cache point", CACHING, "converse", converse(user(QUESTION, {"cachePoint": {"type": "default"}})),
         ("AccessDeniedException", "You invoked an unsupported model or your request did not allow prompt caching. See the documentation for more information.")),
    Case("a short prompt is not cached", CACHING, "converse", converse(user(QUESTION, {"cachePoint": {"type": "default"}}), model=SONNET),
         {"usage": {"cacheReadInputTokens": 0, "cacheWriteInputTokens": 0, "inputTokens": 19}}),
    Case("a long prompt is written to the cache", CACHING, "converse", converse(user(LONG, {"cachePoint": {"type": "default"}}, {"text": "Why?"}), model=SONNET),
         {"usage": {"cacheReadInputTokens": 0, "cacheWriteInputTokens": 1760, "inputTokens": 1, "totalTokens": 1779}}),
    Case("a cache point has a lifetime", CACHING, "invoke_model",
         claude(said("user", [{"type": "text", "text": "Hello.", "cache_control": {"type": "ephemeral", "ttl": "2h"}}]), model=SONNET),
         (V, "messages.0.content.0.text.cache_control.ttl: Input should be '5m' or '1h'")),
]  # fmt: skip

GUARDED = [
    Case("a guardrail must exist", GUARDRAILS, "converse", converse(guardrailConfig={**GUARDRAIL, "guardrailIdentifier": "abc123"}),
         (V, "The guardrail identifier or version provided in the request does not exist.")),
    Case("and its version", GUARDRAILS, "converse", converse(guardrailConfig={**GUARDRAIL, "guardrailVersion": "2"}),
         (V, "The guardrail identifier or version provided in the request does not exist.")),
    Case("a guardrail blocks what is asked", GUARDRAILS, "converse",
         converse(user("The forbidden word."), guardrailConfig={**GUARDRAIL, "trace": "enabled"}),
         {"output": {"message": {"content": [{"text": "Not asked."}]}}, "stopReason": "guardrail_intervened", "usage": {"outputTokens": 3, "inputTokens": 0},
          "trace": {"guardrail": {"inputAssessment": {"{guardrail}": {"wordPolicy": {"customWords": [{"match": "forbidden", "action": "BLOCKED", "detected": True}]}}}}}}),
    Case("and masks what is asked", GUARDRAILS, "converse",
         converse(user("<context>Write to ada@example.com about it.</context> Who is it about?"), guardrailConfig=GUARDRAIL),
         {"output": {"message": {"content": [{"text": "Write to {EMAIL} about it."}]}}, "stopReason": "end_turn"}),
    Case("it blocks what is answered", GUARDRAILS, "converse",
         converse(user("<context>The forbidden lid is red.</context>", guarded("Which lid is red?")), guardrailConfig={**GUARDRAIL, "trace": "enabled"}),
         {"output": {"message": {"content": [{"text": "Not answered."}]}}, "stopReason": "guardrail_intervened",
          "trace": {"guardrail": {"modelOutput": ["The forbidden lid is red."], "actionReason": "Guardrail blocked.", "outputAssessments": {
              "{guardrail}": [{"wordPolicy": {"customWords": [{"match": "forbidden", "action": "BLOCKED", "detected": True}]}}]}}}}),
    Case("it masks what is answered", GUARDRAILS, "converse",
         converse(user("<context>Write to ada@example.com about it.</context>", guarded("Who is it about?")), guardrailConfig=GUARDRAIL),
         {"output": {"message": {"content": [{"text": "Write to {EMAIL} about it."}]}}, "stopReason": "guardrail_intervened"}),
    Case("a stream is blocked as a whole", GUARDRAILS, "converse_stream",
         converse(user("<context>The forbidden lid is red.</context>", guarded("Which lid is red?")), guardrailConfig=GUARDRAIL),
         {"stream": [
             {"messageStart": {"role": "assistant"}}, {"contentBlockDelta": {"delta": {"text": "Not answered."}, "contentBlockIndex": 0}},
             {"contentBlockStop": {"contentBlockIndex": 0}}, {"messageStop": {"stopReason": "guardrail_intervened"}},
             {"metadata": {"usage": {"outputTokens": 4}}}]}),
    Case("an answer that is applied to is blocked with its own words", API + "ApplyGuardrail", "apply_guardrail",
         {**GUARDRAIL, "source": "OUTPUT", "content": [{"text": {"text": "The forbidden word."}}]},
         {"action": "GUARDRAIL_INTERVENED", "outputs": [{"text": "Not answered."}]}),
    Case("it lets pass what is fine", GUARDRAILS, "converse", converse(guardrailConfig=GUARDRAIL),
         {"output": {"message": {"content": [{"text": ANSWER}]}}, "stopReason": "end_turn"}),
    Case("a body says what the guardrail did", GUARDRAILS, "invoke_model", {**claude(said("user", "The forbidden word.")), **GUARDRAIL, "trace": "ENABLED"},
         {"body": {"content": [{"type": "text", "text": "Not asked."}], "amazon-bedrock-guardrailAction": "INTERVENED"}}),
    Case("and that it did nothing", GUARDRAILS, "invoke_model", {**claude(), **GUARDRAIL}, {"body": {"amazon-bedrock-guardrailAction": "NONE"}}),
    Case("a guardrail is applied to a text", API + "ApplyGuardrail", "apply_guardrail",
         {**GUARDRAIL, "source": "OUTPUT", "content": [{"text": {"text": "Write to ada@example.com."}}]},
         {"action": "GUARDRAIL_INTERVENED", "outputs": [{"text": "Write to {EMAIL}."}],
          "assessments": [{"sensitiveInformationPolicy": {"piiEntities": [{"match": "ada@example.com", "type": "EMAIL", "action": "ANONYMIZED"}]}}]}),
    Case("a topic is denied", API + "ApplyGuardrail", "apply_guardrail",
         {**GUARDRAIL, "source": "INPUT", "content": [{"text": {"text": "I need investment advice."}}]},
         {"action": "GUARDRAIL_INTERVENED", "outputs": [{"text": "Not asked."}],
          "assessments": [{"topicPolicy": {"topics": [{"name": "Investment advice", "type": "DENY", "action": "BLOCKED"}]}}]}),
    Case("a text that is fine is not returned", API + "ApplyGuardrail", "apply_guardrail",
         {**GUARDRAIL, "source": "INPUT", "content": [{"text": {"text": "Hello."}}]}, {"action": "NONE", "outputs": []}),
    Case("a guardrail that is applied must exist", API + "ApplyGuardrail", "apply_guardrail",
         {**GUARDRAIL, "guardrailVersion": "7", "source": "INPUT", "content": [{"text": {"text": "Hello."}}]},
         ("ResourceNotFoundException", "The guardrail identifier or version provided in the request does not exist.")),
    Case("a guardrail has a policy", API + "CreateGuardrail", "create_guardrail",
         {"name": "empty", "blockedInputMessaging": "No.", "blockedOutputsMessaging": "No."}, (V, "A guardrail must have at least one policy.")),
    Case("a guardrail's version is described", API + "GetGuardrail", "get_guardrail", {"guardrailIdentifier": "{guardrail}", "guardrailVersion": "1"},
         {"guardrailId": "{guardrail}", "version": "1", "status": "READY", "wordPolicy": {"words": [{"text": "forbidden"}]}}),
]  # fmt: skip

CASES: Sequence[Case] = (*ANTHROPIC, *CONVERSATIONS, *FAMILIES, *IDENTIFIERS, *GUARDED)
