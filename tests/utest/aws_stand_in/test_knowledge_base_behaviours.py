"""Knowledge bases answer as AWS documents it; `behaviours/knowledge_base_cases.py` has the cases."""

import json
from functools import partial
from typing import Any

import pytest
from behaviours import Case
from behaviours.comparing import filled, require_error, require_members
from behaviours.knowledge_base_cases import CASES, DOCUMENTS, document, generate, identifier, retrieve
from botocore.exceptions import ClientError

from aws_stand_in.overlays.bedrock.agent_runtime import UNABLE_TO_ASSIST
from aws_stand_in.scripts import AnswerScript
from support.waiting import eventually

EMBEDDINGS = "arn:aws:bedrock:eu-west-1::foundation-model/amazon.titan-embed-text-v2:0"


class KnowledgeBase:
    """The knowledge base that the cases are about."""

    def __init__(self, aws: Any, storage: str = "OPENSEARCH_SERVERLESS") -> None:
        services = ("bedrock-agent", "bedrock-agent-runtime")
        self.agent, self.runtime = (aws.client(one, parameter_validation=False) for one in services)
        self.ids = {"base": self._create(storage)}
        source = self.agent.create_data_source(
            knowledgeBaseId=self.ids["base"],
            name="direct",
            dataSourceConfiguration={"type": "CUSTOM"},
        )
        self.ids["source"] = source["dataSource"]["dataSourceId"]
        self.of_source = {"knowledgeBaseId": self.ids["base"], "dataSourceId": self.ids["source"]}

    def _create(self, storage: str) -> str:
        vector = {"type": "VECTOR", "vectorKnowledgeBaseConfiguration": {"embeddingModelArn": EMBEDDINGS}}
        created = self.agent.create_knowledge_base(
            name="manuals",
            roleArn="arn:aws:iam::123456789012:role/manuals",
            knowledgeBaseConfiguration=vector,
            storageConfiguration={"type": storage},
        )
        return str(created["knowledgeBase"]["knowledgeBaseId"])

    def ingest(self, *documents: dict[str, Any]) -> None:
        """Ingest documents, and wait until they can be found."""
        self.agent.ingest_knowledge_base_documents(**self.of_source, documents=list(documents))
        named = [identifier(one["content"]["custom"]["customDocumentIdentifier"]["id"]) for one in documents]
        eventually(lambda: set(self.statuses(*named)) <= {"INDEXED", "FAILED"})

    def statuses(self, *identifiers: dict[str, Any]) -> list[str]:
        details = self.agent.get_knowledge_base_documents(
            **self.of_source, documentIdentifiers=list(identifiers)
        )
        return [one["status"] for one in details["documentDetails"]]

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        client = self.runtime if hasattr(self.runtime, operation) else self.agent
        answer = getattr(client, operation)(**filled(parameters, self.ids))
        if "retrievalResults" not in answer:
            return dict(answer)
        locations = [one["location"] for one in answer["retrievalResults"]]
        return {"found": sorted(one["customDocumentLocation"]["id"] for one in locations)}


@pytest.fixture
def base(aws: Any) -> KnowledgeBase:
    created = KnowledgeBase(aws)
    created.ingest(*(document(name, text, attributes) for name, (text, attributes) in DOCUMENTS.items()))
    return created


def test_cases_have_names_of_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 45


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_knowledge_base_answers_as_on_aws(base: KnowledgeBase, case: Case) -> None:
    call = partial(base.call, case.operation, **case.parameters)
    if isinstance(case.answer, tuple):
        require_error(case.answer, call)
    else:
        require_members(call(), case.answer)


def test_a_document_is_found_until_it_is_deleted(base: KnowledgeBase) -> None:
    assert "ada" in base.call("retrieve", **retrieve())["found"]
    base.agent.delete_knowledge_base_documents(**base.of_source, documentIdentifiers=[identifier("ada")])
    assert base.statuses(identifier("ada")) == ["NOT_FOUND"]
    assert base.call("retrieve", **retrieve())["found"] == ["bob", "eve"]


def test_a_document_is_replaced_by_one_of_the_same_id(base: KnowledgeBase) -> None:
    base.ingest(document("ada", "The lid is red."))
    assert base.call("retrieve", **retrieve("red lid"))["found"] == ["ada"]
    assert base.call("retrieve", **retrieve())["found"] == ["bob", "eve"]


def test_an_object_of_s3_is_ingested_directly_and_one_that_is_missing_fails(
    base: KnowledgeBase, aws: Any
) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="manuals", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="manuals", Key="a.txt", Body=b"Press P to descale.")
    configuration = {"type": "S3", "s3Configuration": {"bucketArn": "arn:aws:s3:::manuals"}}
    created = base.agent.create_data_source(
        knowledgeBaseId=base.ids["base"], name="bucket", dataSourceConfiguration=configuration
    )
    of_source = {**base.of_source, "dataSourceId": created["dataSource"]["dataSourceId"]}
    uris = ["s3://manuals/a.txt", "s3://manuals/missing.txt"]
    contents = [{"dataSourceType": "S3", "s3": {"s3Location": {"uri": uri}}} for uri in uris]
    base.agent.ingest_knowledge_base_documents(
        **of_source, documents=[{"content": content} for content in contents]
    )

    def statuses() -> list[str] | None:
        listed = base.agent.list_knowledge_base_documents(**of_source)["documentDetails"]
        found = [one["status"] for one in listed]
        return None if "STARTING" in found else found

    assert eventually(statuses) == ["INDEXED", "FAILED"]
    job = base.agent.start_ingestion_job(**of_source)["ingestionJob"]
    assert job["statistics"]["numberOfNewDocumentsIndexed"] == 0


def test_a_session_goes_on_with_its_id(base: KnowledgeBase) -> None:
    [case] = [case for case in CASES if case.name == "an answer cites its document"]
    first = base.call(case.operation, **case.parameters)["sessionId"]
    assert base.call(case.operation, **case.parameters, sessionId=first)["sessionId"] == first


def test_storage_without_hybrid_search_refuses_it_and_searches_otherwise(aws: Any) -> None:
    base = KnowledgeBase(aws, "PINECONE")
    assert base.call("retrieve", **retrieve(overrideSearchType="SEMANTIC"))["found"] == []
    with pytest.raises(ClientError, match="HYBRID search type is not supported"):
        base.call("retrieve", **retrieve(overrideSearchType="HYBRID"))


def test_a_data_source_keeps_its_type(base: KnowledgeBase) -> None:
    update = base.agent.update_data_source
    custom = {"type": "CUSTOM"}
    assert update(**base.of_source, name="new", dataSourceConfiguration=custom)["dataSource"]["name"] == "new"
    s3 = {"type": "S3", "s3Configuration": {"bucketArn": "arn:aws:s3:::manuals"}}
    with pytest.raises(ClientError, match="The type of a data source cannot be changed"):
        update(**base.of_source, name="new", dataSourceConfiguration=s3)


def test_a_data_source_has_nothing_of_other_types(base: KnowledgeBase) -> None:
    create = base.agent.create_data_source
    source: dict[str, Any] = {"knowledgeBaseId": base.ids["base"], "name": "other"}
    custom = {"type": "CUSTOM"}
    web = {"sourceConfiguration": {"urlConfiguration": {"seedUrls": [{"url": "https://example.com"}]}}}
    with pytest.raises(ClientError, match="does not imitate webConfiguration of a data source"):
        create(**source, dataSourceConfiguration={**custom, "webConfiguration": web})
    assert create(**source, dataSourceConfiguration=custom)["dataSource"]["dataSourceConfiguration"] == custom


def test_reranking_is_not_imitated(base: KnowledgeBase) -> None:
    reranking = {"type": "BEDROCK_RERANKING_MODEL"}
    with pytest.raises(ClientError) as refused:
        base.call("retrieve", **retrieve(rerankingConfiguration=reranking))
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert "does not imitate rerankingConfiguration" in json.dumps(refused.value.response["Error"])


@pytest.fixture
def guardrail(aws: Any) -> dict[str, str]:
    created = aws.client("bedrock").create_guardrail(
        name="careful",
        blockedInputMessaging="Not asked.",
        blockedOutputsMessaging="Not answered.",
        wordPolicyConfig={"wordsConfig": [{"text": "forbidden"}]},
        sensitiveInformationPolicyConfig={"piiEntitiesConfig": [{"type": "EMAIL", "action": "ANONYMIZE"}]},
    )
    return {"guardrailId": created["guardrailId"], "guardrailVersion": "DRAFT"}


def test_a_guardrail_blocks_a_question_to_a_knowledge_base(
    base: KnowledgeBase, guardrail: dict[str, str]
) -> None:
    fine = base.runtime.retrieve(
        **{**retrieve(), "knowledgeBaseId": base.ids["base"]}, guardrailConfiguration=guardrail
    )
    assert (fine["guardrailAction"], len(fine["retrievalResults"])) == ("NONE", 3)
    blocked = base.runtime.retrieve(
        **{**retrieve("How do I descale the forbidden pot?"), "knowledgeBaseId": base.ids["base"]},
        guardrailConfiguration=guardrail,
    )
    assert (blocked["guardrailAction"], blocked["retrievalResults"]) == ("INTERVENED", [])


def answered(base: KnowledgeBase, question: str, guardrail: dict[str, str]) -> tuple[str, str]:
    """Return what a question is answered with under a guardrail, and whether that has intervened."""
    parameters = generate(question)
    configuration = parameters["retrieveAndGenerateConfiguration"]["knowledgeBaseConfiguration"]
    configuration["generationConfiguration"] = {"guardrailConfiguration": guardrail}
    answer = base.call("retrieve_and_generate", **parameters)
    return answer["output"]["text"], answer["guardrailAction"]


def test_a_guardrail_judges_question_and_answer_but_no_document(
    base: KnowledgeBase, guardrail: dict[str, str]
) -> None:
    text = "The lid is red. A forbidden word is here. Mail ada@example.com for spares."
    base.ingest(document("zoe", text, {"owner": "ada"}))
    assert answered(base, "Which lid is red?", guardrail) == ("The lid is red.", "NONE")
    assert answered(base, "Which forbidden lid is red?", guardrail) == ("Not asked.", "INTERVENED")
    assert answered(base, "Which word is here?", guardrail) == ("Not answered.", "INTERVENED")
    assert answered(base, "Whom do I mail for spares?", guardrail) == (
        "Mail {EMAIL} for spares.",
        "INTERVENED",
    )


def test_an_answer_is_grounded_in_the_documents(base: KnowledgeBase, aws: Any, server: Any) -> None:
    filters = [{"type": "GROUNDING", "threshold": 0.9}]
    created = aws.client("bedrock").create_guardrail(
        name="grounded",
        blockedInputMessaging="Not asked.",
        blockedOutputsMessaging="Not answered.",
        contextualGroundingPolicyConfig={"filtersConfig": filters},
    )
    guardrail = {"guardrailId": created["guardrailId"], "guardrailVersion": "DRAFT"}
    assert answered(base, "How do I descale it?", guardrail) == ("To descale it, press P.", "NONE")
    server.stand_in.answers.add([AnswerScript("Descale it with lemons.")], aws.account_id)
    assert answered(base, "How do I descale it?", guardrail) == ("Not answered.", "INTERVENED")


def test_a_guardrail_says_that_it_did_nothing_if_nothing_is_found(
    aws: Any, guardrail: dict[str, str]
) -> None:
    assert answered(KnowledgeBase(aws), "Which lid is red?", guardrail) == (UNABLE_TO_ASSIST, "NONE")
