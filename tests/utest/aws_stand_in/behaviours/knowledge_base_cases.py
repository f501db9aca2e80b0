"""Cases of a knowledge base, `{base}`, with one data source, `{source}`, of type CUSTOM. It holds three documents:

| id | text | owner | year | draft | tags |
|---|---|---|---|---|---|
| ada | To descale it, press P. | ada | 2024 | false | coffee, kitchen |
| bob | Descale it with vinegar. | bob | 2020 | true | tea |
| eve | Never descale it. | | | | |

`found` stands for the ids of the documents that are found, in their order.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from behaviours import Case

API = "Amazon Bedrock API Reference, "
GUIDE = "Amazon Bedrock User Guide, "
FILTERS = GUIDE + "Configure and customize queries and response generation, Metadata and filtering"
DIRECT = GUIDE + "Ingest changes directly into a knowledge base"
SESSIONS = API + "RetrieveAndGenerate"
V = "ValidationException"

DOCUMENTS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "ada": (
        "To descale it, press P.",
        {"owner": "ada", "year": 2024, "draft": False, "tags": ["coffee", "kitchen"]},
    ),
    "bob": ("Descale it with vinegar.", {"owner": "bob", "year": 2020, "draft": True, "tags": ["tea"]}),
    "eve": ("Never descale it.", {}),
}
QUESTION = "How do I descale it?"
ADA, BOB, NOBODY = ({"equals": {"key": "owner", "value": name}} for name in ("ada", "bob", "nobody"))


def typed(value: Any) -> dict[str, Any]:
    """Return the value of an attribute as a request has it."""
    kinds = {
        bool: ("BOOLEAN", "booleanValue"),
        str: ("STRING", "stringValue"),
        list: ("STRING_LIST", "stringListValue"),
    }
    kind, member = kinds.get(type(value), ("NUMBER", "numberValue"))
    return {"type": kind, member: value}


def document(identity: str, text: str, attributes: Mapping[str, Any] = {}) -> dict[str, Any]:
    """Return a document as IngestKnowledgeBaseDocuments takes it."""
    custom = {
        "customDocumentIdentifier": {"id": identity},
        "sourceType": "IN_LINE",
        "inlineContent": {"type": "TEXT", "textContent": {"data": text}},
    }
    inline = [{"key": name, "value": typed(value)} for name, value in attributes.items()]
    metadata = {"metadata": {"type": "IN_LINE_ATTRIBUTE", "inlineAttributes": inline}} if inline else {}
    return {"content": {"dataSourceType": "CUSTOM", "custom": custom}, **metadata}


def identifier(identity: str) -> dict[str, Any]:
    return {"dataSourceType": "CUSTOM", "custom": {"id": identity}}


def retrieve(query: str = QUESTION, base: str = "{base}", **search: Any) -> dict[str, Any]:
    vector = {"retrievalConfiguration": {"vectorSearchConfiguration": search}} if search else {}
    return {"knowledgeBaseId": base, "retrievalQuery": {"text": query}, **vector}


def where(operator: str, key: str, value: Any) -> dict[str, Any]:
    return retrieve(filter={operator: {"key": key, "value": value}})


def found(*ids: str) -> dict[str, Any]:
    return {"found": list(ids)}


def generate(question: str = QUESTION, **more: Any) -> dict[str, Any]:
    base = {
        "knowledgeBaseId": "{base}",
        "modelArn": "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
        "retrievalConfiguration": {"vectorSearchConfiguration": {"filter": ADA}},
    }
    configuration = {"type": "KNOWLEDGE_BASE", "knowledgeBaseConfiguration": base}
    return {"input": {"text": question}, "retrieveAndGenerateConfiguration": configuration, **more}


OF_SOURCE = {"knowledgeBaseId": "{base}", "dataSourceId": "{source}"}
IDS = ("ada", "bob", "eve")

RETRIEVAL = [
    Case("what matches is found", API + "Retrieve", "retrieve", retrieve(), found(*IDS)),
    Case("a filter may name one value", FILTERS, "retrieve", where("equals", "owner", "ada"), found("ada")),
    Case("or another than that", FILTERS, "retrieve", where("notEquals", "owner", "ada"), found("bob", "eve")),
    Case("a number equals a number", FILTERS, "retrieve", where("equals", "year", 2024), found("ada")),
    Case("a text is no number", FILTERS, "retrieve", where("equals", "year", "2024"), found()),
    Case("a truth equals a truth", FILTERS, "retrieve", where("equals", "draft", True), found("bob")),
    Case("a number is greater", FILTERS, "retrieve", where("greaterThan", "year", 2020), found("ada")),
    Case("greater or equal", FILTERS, "retrieve", where("greaterThanOrEquals", "year", 2020), found("ada", "bob")),
    Case("less", FILTERS, "retrieve", where("lessThan", "year", 2024), found("bob")),
    Case("less or equal", FILTERS, "retrieve", where("lessThanOrEquals", "year", 2020), found("bob")),
    Case("a value is one of several", FILTERS, "retrieve", where("in", "owner", ["ada", "eve"]), found("ada")),
    Case("or none of them", FILTERS, "retrieve", where("notIn", "owner", ["ada", "eve"]), found("bob", "eve")),
    Case("a text starts with another", FILTERS, "retrieve", where("startsWith", "owner", "b"), found("bob")),
    Case("a text contains another", FILTERS, "retrieve", where("stringContains", "owner", "d"), found("ada")),
    Case("so does a text of a list", FILTERS, "retrieve", where("stringContains", "tags", "kit"), found("ada")),
    Case("a list contains a text", FILTERS, "retrieve", where("listContains", "tags", "tea"), found("bob")),
    Case("all filters of a group", FILTERS, "retrieve", retrieve(filter={"andAll": [ADA, BOB]}), found()),
    Case("any filter of a group", FILTERS, "retrieve", retrieve(filter={"orAll": [ADA, BOB]}), found("ada", "bob")),
    Case("groups of a group", FILTERS, "retrieve", retrieve(filter={"andAll": [{"orAll": [ADA, BOB]}, BOB]}), found("bob")),
    Case("a group has two filters at least", FILTERS, "retrieve", retrieve(filter={"andAll": [ADA]}),
         (V, ("…at 'retrievalConfiguration.vectorSearchConfiguration.filter.andAll' failed to satisfy constraint: "
             "Member must have length greater than or equal to 2"))),
    Case("and five at most", FILTERS, "retrieve", retrieve(filter={"orAll": [ADA] * 6}),
         (V, "The retrieval filter is invalid: orAll can have at most 5 filters.")),
    Case("groups are nested once", FILTERS, "retrieve", retrieve(filter={"orAll": [ADA, {"andAll": [BOB, {"orAll": [ADA, BOB]}]}]}),
         (V, "The retrieval filter is invalid: orAll can't be nested more than once.")),
    Case("in needs a list", FILTERS, "retrieve", where("in", "owner", "ada"), (V, "The retrieval filter is invalid: in needs a list.")),
    Case("greater needs a number", FILTERS, "retrieve", where("greaterThan", "year", "2020"),
         (V, "The retrieval filter is invalid: greaterThan needs a number.")),
    Case("a filter is one operator", FILTERS, "retrieve", retrieve(filter={**ADA, "notEquals": {"key": "owner", "value": "bob"}}),
         (V, "The retrieval filter is invalid: exactly one operator is needed.")),
    Case("there are so many results as asked for", API + "KnowledgeBaseVectorSearchConfiguration", "retrieve",
         retrieve(numberOfResults=1, filter={"orAll": [ADA, NOBODY]}), found("ada")),
    Case("but 100 at most", API + "KnowledgeBaseVectorSearchConfiguration", "retrieve", retrieve(numberOfResults=101),
         (V, ("…at 'retrievalConfiguration.vectorSearchConfiguration.numberOfResults' failed to satisfy constraint: "
             "Member must have value less than or equal to 100"))),
    Case("a search is semantic", API + "KnowledgeBaseVectorSearchConfiguration", "retrieve",
         retrieve(overrideSearchType="SEMANTIC", filter=ADA), found("ada")),
    Case("or hybrid, if the storage has that", API + "KnowledgeBaseVectorSearchConfiguration", "retrieve",
         retrieve(overrideSearchType="HYBRID", filter=ADA), found("ada")),
    Case("it is of no other type", API + "KnowledgeBaseVectorSearchConfiguration", "retrieve", retrieve(overrideSearchType="KEYWORD"),
         (V, ("…at 'retrievalConfiguration.vectorSearchConfiguration.overrideSearchType' failed to satisfy constraint: "
             "Member must satisfy enum value set: [HYBRID, SEMANTIC]"))),
    Case("a knowledge base must exist", API + "Retrieve", "retrieve", retrieve(base="ABCDEFGHIJ"),
         ("ResourceNotFoundException", "Knowledge Base with id ABCDEFGHIJ does not exist")),
]  # fmt: skip

GENERATION = [
    Case("an answer cites its document", SESSIONS, "retrieve_and_generate", generate(),
         {"output": {"text": "To descale it, press P."},
          "citations": [{"retrievedReferences": [{"location": {"type": "CUSTOM", "customDocumentLocation": {"id": "ada"}}}]}]}),
    Case("a session must have begun", SESSIONS, "retrieve_and_generate", generate(sessionId="11111111-1111-1111-1111-111111111111"),
         (V, "Session with Id 11111111-1111-1111-1111-111111111111 is not valid. Please check and try again.")),
    Case("nothing is made up", SESSIONS, "retrieve_and_generate", generate("Who won?"),
         {"output": {"text": "Sorry, I am unable to assist you with this request."}, "citations": [{"retrievedReferences": []}]}),
    Case("a question is not endless", SESSIONS, "retrieve_and_generate", generate("a" * 1001),
         (V, "…at 'input.text' failed to satisfy constraint: Member must have length less than or equal to 1000")),
]  # fmt: skip

DOCUMENT_OPERATIONS = [
    Case("documents are listed", DIRECT, "list_knowledge_base_documents", OF_SOURCE,
         {"documentDetails": [{"identifier": identifier(one), "status": "INDEXED"} for one in IDS]}),
    Case("a page at a time", API + "ListKnowledgeBaseDocuments", "list_knowledge_base_documents", {**OF_SOURCE, "maxResults": 1},
         {"documentDetails": [{"identifier": identifier("ada")}], "nextToken": "1"}),
    Case("a document is described", API + "GetKnowledgeBaseDocuments", "get_knowledge_base_documents",
         {**OF_SOURCE, "documentIdentifiers": [identifier("ada"), identifier("zoe")]},
         {"documentDetails": [{"identifier": identifier("ada"), "status": "INDEXED"}, {"identifier": identifier("zoe"), "status": "NOT_FOUND"}]}),
    Case("a document is of its data source's type", API + "GetKnowledgeBaseDocuments", "get_knowledge_base_documents",
         {**OF_SOURCE, "documentIdentifiers": [{"dataSourceType": "S3", "s3": {"uri": "s3://bucket/key"}}]},
         (V, "…does not match the type CUSTOM of this data source.")),
    Case("a document is ingested", API + "IngestKnowledgeBaseDocuments", "ingest_knowledge_base_documents",
         {**OF_SOURCE, "documents": [document("zoe", "Descale it.")]}, {"documentDetails": [{"identifier": identifier("zoe"), "status": "STARTING"}]}),
    Case("at most ten at once", API + "IngestKnowledgeBaseDocuments", "ingest_knowledge_base_documents",
         {**OF_SOURCE, "documents": [document(str(number), "Descale it.") for number in range(11)]},
         (V, "…at 'documents' failed to satisfy constraint: Member must have length less than or equal to 10")),
    Case("a document has the content that its type says", API + "CustomContent", "ingest_knowledge_base_documents",
         {**OF_SOURCE, "documents": [{"content": {"dataSourceType": "CUSTOM", "custom": {"customDocumentIdentifier": {"id": "zoe"}, "sourceType": "IN_LINE"}}}]},
         (V, "inlineContent must be provided for a document of this type.")),
    Case("a document is deleted", API + "DeleteKnowledgeBaseDocuments", "delete_knowledge_base_documents",
         {**OF_SOURCE, "documentIdentifiers": [identifier("ada")]}, {"documentDetails": [{"identifier": identifier("ada"), "status": "DELETING"}]}),
    Case("a custom data source has no jobs", DIRECT, "list_ingestion_jobs", OF_SOURCE, {"ingestionJobSummaries": []}),
    Case("and starts none", DIRECT, "start_ingestion_job", OF_SOURCE,
         (V, "…of type CUSTOM has no ingestion jobs: ingest its documents directly.")),
    Case("a data source must exist", API + "ListKnowledgeBaseDocuments", "list_knowledge_base_documents", {**OF_SOURCE, "dataSourceId": "ABCDEFGHIJ"},
         ("ResourceNotFoundException", "Data source with id ABCDEFGHIJ is not found.")),
]  # fmt: skip

CASES: Sequence[Case] = (*RETRIEVAL, *GENERATION, *DOCUMENT_OPERATIONS)
