"""Knowledge bases: documents are really read, filters really filter, citations really cite."""

import json
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from botocore.exceptions import ClientError

from aws_stand_in import MockAwsServer
from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.bedrock.agent import BedrockAgentOverlay
from aws_stand_in.overlays.bedrock.agent_runtime import BedrockAgentRuntimeOverlay
from aws_stand_in.overlays.bedrock.documents import (
    Chunking,
    DocumentPage,
    UnreadableDocumentError,
    read_pages,
)
from aws_stand_in.overlays.bedrock.ingestion import metadata_of
from aws_stand_in.overlays.bedrock.metadata_filters import predicate
from manuel_stack.resources import create_manuel_resources
from support.waiting import eventually

JOB_SECONDS = 1.0


def pdf(*pages: str) -> bytes:
    """Return a PDF with one line of text on each page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode()
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
            % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    content, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, table, len(objects) + 1, start)
    )


# ---------------------------------------------------------------------------------------------- documents


@pytest.fixture
def _unhurried_jobs(server: MockAwsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make jobs take so long that even on a busy machine a test can act while they run."""
    [agent] = [overlay for overlay in server.stand_in.overlays if isinstance(overlay, BedrockAgentOverlay)]
    monkeypatch.setattr(agent._jobs, "_job_seconds", JOB_SECONDS)


@pytest.fixture
def let_jobs_end(server: MockAwsServer, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Set the clock of knowledge bases forward by more than a job takes."""

    def set_forward() -> None:
        for overlay in server.stand_in.overlays:
            if isinstance(overlay, BedrockAgentOverlay):
                monkeypatch.setattr(overlay._jobs, "_clock", later)
            if isinstance(overlay, BedrockAgentRuntimeOverlay):
                monkeypatch.setattr(overlay, "_clock", later)

    def later() -> float:
        return time.time() + 2 * JOB_SECONDS

    return set_forward


def test_pdf_is_read_page_by_page() -> None:
    pages = read_pages(pdf("Press P to descale.", "The lid is red."), ".pdf")
    assert [(page.number, page.text.strip()) for page in pages] == [
        (1, "Press P to descale."),
        (2, "The lid is red."),
    ]


def test_html_is_read_without_scripts_and_tags() -> None:
    (page,) = read_pages(b"<head><title>t</title></head><p>Press <b>P</b></p><script>x()</script>", ".html")
    assert page.text.split() == ["Press", "P"]


@pytest.mark.parametrize(
    ("content", "suffix", "reason"),
    [
        (b"not a pdf", ".pdf", "not a readable PDF"),
        (b"\xff\xfe\xff", ".txt", "not UTF-8"),
        (b" \n ", ".txt", "no text"),
        (b"x", ".docx", r"format \.docx is not supported"),
        (b"x", "", "format without extension is not supported"),
        (b"x" * (50 * 1024 * 1024 + 1), ".txt", "maximum of 50 MB"),
    ],
)
def test_unreadable_document_is_refused_with_its_reason(content: bytes, suffix: str, reason: str) -> None:
    assert read_pages(b"readable", ".txt")[0].text == "readable"
    with pytest.raises(UnreadableDocumentError, match=reason):
        read_pages(content, suffix)


def test_chunks_end_at_sentences_overlap_and_keep_to_their_page() -> None:
    text = " ".join(f"This is sentence number {number:02d} of the page." for number in range(20))
    chunks = Chunking(tokens=40, overlap_percent=50).chunks(
        [DocumentPage(1, text), DocumentPage(2, "Short.")]
    )
    assert all(chunk.text.endswith(".") for chunk in chunks)
    assert [chunk.page for chunk in chunks] == [1] * (len(chunks) - 1) + [2]
    assert all(first.text.split(".")[-2] in second.text for first, second in pairwise(chunks[:-1]))
    assert all(f"number {number:02d}" in " ".join(chunk.text for chunk in chunks) for number in range(20))


def test_no_chunking_keeps_pages_whole() -> None:
    assert [
        chunk.text
        for chunk in Chunking(tokens=None).chunks([DocumentPage(1, "One. Two."), DocumentPage(2, " ")])
    ] == ["One. Two."]


def test_metadata_file_is_read_in_both_forms() -> None:
    plain = {"owner": "ada", "year": 2024, "draft": False, "tags": ["a", "b"]}
    assert metadata_of(json.dumps({"metadataAttributes": plain}).encode()) == plain
    typed = {"owner": {"value": {"type": "STRING", "stringValue": "ada"}, "includeForEmbedding": True}}
    assert metadata_of(json.dumps({"metadataAttributes": typed}).encode()) == {"owner": "ada"}


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b"{}", b'{"metadataAttributes": 1}', b'{"metadataAttributes": {"a": [1]}}']
)
def test_wrong_metadata_file_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableDocumentError, match="metadata file is invalid"):
        metadata_of(content)


# ---------------------------------------------------------------------------------------------- filters

DOCUMENT = {"owner": "ada", "year": 2024, "draft": False, "tags": ["coffee", "kitchen"]}


@pytest.mark.parametrize(
    ("operator", "key", "value", "passes"),
    [
        ("equals", "owner", "ada", True),
        ("equals", "owner", "bob", False),
        ("equals", "owner", ["ada"], False),
        ("equals", "year", 2024.0, True),
        ("equals", "draft", 0, False),
        ("equals", "draft", False, True),
        ("equals", "missing", "x", False),
        ("notEquals", "owner", "bob", True),
        ("notEquals", "owner", "ada", False),
        ("notEquals", "missing", "x", True),
        ("greaterThan", "year", 2023, True),
        ("greaterThan", "year", 2024, False),
        ("greaterThanOrEquals", "year", 2024, True),
        ("lessThan", "year", 2025, True),
        ("lessThan", "owner", 2025, False),
        ("lessThanOrEquals", "year", 2023, False),
        ("in", "owner", ["ada", "bob"], True),
        ("in", "owner", ["bob"], False),
        ("notIn", "owner", ["bob"], True),
        ("notIn", "owner", ["ada"], False),
        ("startsWith", "owner", "a", True),
        ("startsWith", "owner", "d", False),
        ("stringContains", "owner", "d", True),
        ("stringContains", "tags", "itch", True),
        ("stringContains", "tags", "tea", False),
        ("listContains", "tags", "coffee", True),
        ("listContains", "tags", "cof", False),
    ],
)
def test_a_filter_passes_what_its_operator_says(operator: str, key: str, value: Any, passes: bool) -> None:
    assert predicate({operator: {"key": key, "value": value}})(DOCUMENT) is passes


def test_filters_are_combined() -> None:
    ada, bob = ({"equals": {"key": "owner", "value": name}} for name in ("ada", "bob"))
    new = {"greaterThan": {"key": "year", "value": 2020}}
    assert predicate({"andAll": [ada, new]})(DOCUMENT)
    assert not predicate({"andAll": [bob, new]})(DOCUMENT)
    assert predicate({"orAll": [bob, {"andAll": [ada, new]}]})(DOCUMENT)
    assert predicate(None)({})


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"equals": {"key": "a", "value": 1}, "in": {"key": "a", "value": [1]}},
        {"andAll": [{"equals": {"key": "a", "value": 1}}]},
        {"in": {"key": "a", "value": "x"}},
        {"greaterThan": {"key": "a", "value": "x"}},
        {"startsWith": {"key": "a", "value": 1}},
    ],
)
def test_wrong_filter_is_a_validation_error(wrong: dict[str, Any]) -> None:
    with pytest.raises(AwsError) as error:
        predicate(wrong)
    assert error.value.code == "ValidationException"


# ---------------------------------------------------------------------------------------------- ingestion


class Manuel:
    """Manuel's knowledge base in a stand-in."""

    def __init__(self, aws: Any) -> None:
        self.resources = create_manuel_resources(
            aws.session_of_account(), aws.endpoint_url, "test", aws.account_id
        )
        self.agent = aws.client("bedrock-agent")
        self.runtime = aws.client("bedrock-agent-runtime")
        self.s3 = aws.client("s3")
        self.ids = {
            "knowledgeBaseId": self.resources.knowledge_base_id,
            "dataSourceId": self.resources.data_source_id,
        }

    def store(self, key: str, content: bytes, **metadata: Any) -> None:
        self.s3.put_object(Bucket=self.resources.manuals_bucket, Key=key, Body=content)
        if metadata:
            attributes = json.dumps({"metadataAttributes": metadata}).encode()
            self.s3.put_object(
                Bucket=self.resources.manuals_bucket, Key=f"{key}.metadata.json", Body=attributes
            )

    def remove(self, key: str) -> None:
        self.s3.delete_object(Bucket=self.resources.manuals_bucket, Key=key)

    def start_job(self, **options: Any) -> str:
        job = self.agent.start_ingestion_job(**self.ids, **options)["ingestionJob"]
        return str(job["ingestionJobId"])

    def ended(self, job_id: str) -> dict[str, Any]:
        """Return the job as soon as it has ended."""

        def ended_job() -> dict[str, Any] | None:
            job = self.agent.get_ingestion_job(**self.ids, ingestionJobId=job_id)["ingestionJob"]
            return None if job["status"] in ("STARTING", "IN_PROGRESS") else dict(job)

        return dict(eventually(ended_job))

    def ingest(self) -> dict[str, Any]:
        return self.ended(self.start_job())

    def retrieve(self, question: str, **search: Any) -> list[dict[str, Any]]:
        return list(
            self.runtime.retrieve(
                knowledgeBaseId=self.resources.knowledge_base_id,
                retrievalQuery={"text": question},
                retrievalConfiguration={"vectorSearchConfiguration": search},
            )["retrievalResults"]
        )

    def found(self, question: str, **search: Any) -> list[str]:
        results = self.retrieve(question, **search)
        return [result["location"]["s3Location"]["uri"].split("/", 3)[3] for result in results]


@pytest.fixture
def manuel(aws: Any) -> Manuel:
    return Manuel(aws)


def statistics(job: dict[str, Any]) -> dict[str, int]:
    return {name.removeprefix("numberOf"): number for name, number in job["statistics"].items() if number}


def test_manual_is_found_with_its_page_owner_and_source(manuel: Manuel) -> None:
    manuel.store("manuals/ada/1.pdf", pdf("Welcome.", "Press P to descale the machine."), owner="ada")
    job = manuel.ingest()
    assert statistics(job) == {"DocumentsScanned": 1, "MetadataDocumentsScanned": 1, "NewDocumentsIndexed": 1}
    (result,) = manuel.retrieve("How do I descale it?")
    assert result["content"] == {"text": "Press P to descale the machine.", "type": "TEXT"}
    assert result["metadata"]["owner"] == "ada"
    assert result["metadata"]["x-amz-bedrock-kb-document-page-number"] == 2.0
    uri = f"s3://{manuel.resources.manuals_bucket}/manuals/ada/1.pdf"
    assert result["metadata"]["x-amz-bedrock-kb-source-uri"] == uri
    assert result["location"] == {"type": "S3", "s3Location": {"uri": uri}}
    assert 0 < result["score"] <= 1


@pytest.mark.usefixtures("_unhurried_jobs")
def test_nothing_is_found_before_the_job_is_over(manuel: Manuel) -> None:
    manuel.store("manuals/a.txt", b"Press P to descale.")
    job_id = manuel.start_job()
    assert manuel.found("descale") == []
    manuel.ended(job_id)
    assert manuel.found("descale") == ["manuals/a.txt"]


@pytest.mark.usefixtures("_unhurried_jobs")
def test_job_begins_as_starting_and_is_listed_newest_first(manuel: Manuel) -> None:
    first = manuel.ingest()
    started = manuel.agent.start_ingestion_job(**manuel.ids, description="second")["ingestionJob"]
    assert (started["status"], started["description"]) == ("STARTING", "second")
    summaries = manuel.agent.list_ingestion_jobs(**manuel.ids)["ingestionJobSummaries"]
    assert [one["ingestionJobId"] for one in summaries] == [
        started["ingestionJobId"],
        first["ingestionJobId"],
    ]
    complete = manuel.agent.list_ingestion_jobs(
        **manuel.ids, filters=[{"attribute": "STATUS", "operator": "EQ", "values": ["COMPLETE"]}]
    )["ingestionJobSummaries"]
    assert first["ingestionJobId"] in [one["ingestionJobId"] for one in complete]


def test_only_changes_are_ingested_and_deleted_documents_disappear(manuel: Manuel) -> None:
    manuel.store("manuals/a.txt", b"Press P to descale.", owner="ada")
    manuel.store("manuals/b.txt", b"Descale with vinegar.", owner="bob")
    manuel.store("elsewhere/c.txt", b"Descale never.")
    assert statistics(manuel.ingest())["NewDocumentsIndexed"] == 2
    assert sorted(manuel.found("descale")) == ["manuals/a.txt", "manuals/b.txt"]
    manuel.store("manuals/a.txt", b"Press Q to descale.", owner="ada")
    manuel.store("manuals/b.txt.metadata.json", b'{"metadataAttributes": {"owner": "eve"}}')
    job = statistics(manuel.ingest())
    assert (job["ModifiedDocumentsIndexed"], job["MetadataDocumentsModified"]) == (1, 1)
    assert "NewDocumentsIndexed" not in job
    assert manuel.found("Q") == ["manuals/a.txt"]
    assert manuel.found("descale", filter={"equals": {"key": "owner", "value": "eve"}}) == ["manuals/b.txt"]
    manuel.remove("manuals/a.txt")
    assert statistics(manuel.ingest())["DocumentsDeleted"] == 1
    assert manuel.found("descale") == ["manuals/b.txt"]


def test_unreadable_document_fails_alone_and_is_named(manuel: Manuel) -> None:
    manuel.store("manuals/good.txt", b"Press P to descale.")
    manuel.store("manuals/bad.pdf", b"no pdf")
    job = manuel.ingest()
    assert job["status"] == "COMPLETE"
    assert statistics(job) == {"DocumentsScanned": 2, "NewDocumentsIndexed": 1, "DocumentsFailed": 1}
    assert "manuals/bad.pdf" in job["failureReasons"][0]
    assert manuel.found("descale") == ["manuals/good.txt"]


def test_job_fails_without_bucket(manuel: Manuel) -> None:
    manuel.s3.delete_bucket(Bucket=manuel.resources.manuals_bucket)
    job = manuel.ingest()
    assert job["status"] == "FAILED"
    assert manuel.resources.manuals_bucket in job["failureReasons"][0]


@pytest.mark.usefixtures("_unhurried_jobs")
def test_second_job_conflicts_while_the_first_runs_unless_it_is_the_same(manuel: Manuel) -> None:
    token = "t" * 33
    first = manuel.start_job(clientToken=token)
    assert manuel.start_job(clientToken=token) == first
    with pytest.raises(manuel.agent.exceptions.ConflictException):
        manuel.start_job()
    manuel.ended(first)
    assert manuel.start_job() != first


@pytest.mark.usefixtures("_unhurried_jobs")
def test_stopped_job_leaves_nothing_behind(manuel: Manuel, let_jobs_end: Callable[[], None]) -> None:
    manuel.store("manuals/a.txt", b"Press P to descale.")
    job_id = manuel.start_job()
    stopped = manuel.agent.stop_ingestion_job(**manuel.ids, ingestionJobId=job_id)["ingestionJob"]
    assert stopped["status"] == "STOPPED"
    let_jobs_end()
    assert manuel.found("descale") == []
    with pytest.raises(manuel.agent.exceptions.ConflictException):
        manuel.agent.stop_ingestion_job(**manuel.ids, ingestionJobId=job_id)


def test_unknown_ids_are_not_found(manuel: Manuel) -> None:
    unknown = "AAAAAAAAAA"
    not_found = manuel.agent.exceptions.ResourceNotFoundException
    for call in (
        lambda: manuel.agent.get_knowledge_base(knowledgeBaseId=unknown),
        lambda: manuel.agent.get_data_source(
            knowledgeBaseId=manuel.ids["knowledgeBaseId"], dataSourceId=unknown
        ),
        lambda: manuel.agent.get_ingestion_job(**manuel.ids, ingestionJobId=unknown),
    ):
        with pytest.raises(not_found, match=unknown):
            call()
    with pytest.raises(manuel.runtime.exceptions.ResourceNotFoundException, match=unknown):
        manuel.runtime.retrieve(knowledgeBaseId=unknown, retrievalQuery={"text": "x"})


def test_knowledge_base_and_data_source_are_described_listed_changed_and_deleted(manuel: Manuel) -> None:
    agent, base_id = manuel.agent, manuel.ids["knowledgeBaseId"]
    described = agent.get_knowledge_base(knowledgeBaseId=base_id)["knowledgeBase"]
    assert (described["status"], described["name"]) == ("ACTIVE", "manuel-manuals-test")
    assert [one["knowledgeBaseId"] for one in agent.list_knowledge_bases()["knowledgeBaseSummaries"]] == [
        base_id
    ]
    sources = agent.list_data_sources(knowledgeBaseId=base_id)["dataSourceSummaries"]
    assert [(one["dataSourceId"], one["status"]) for one in sources] == [
        (manuel.ids["dataSourceId"], "AVAILABLE")
    ]
    source = agent.get_data_source(**manuel.ids)["dataSource"]
    agent.update_data_source(
        **manuel.ids,
        name="renamed",
        dataSourceConfiguration={
            "type": "S3",
            "s3Configuration": {"bucketArn": f"arn:aws:s3:::{manuel.resources.manuals_bucket}"},
        },
    )
    assert source["name"] != agent.get_data_source(**manuel.ids)["dataSource"]["name"] == "renamed"
    manuel.store("anywhere/a.txt", b"Press P to descale.")
    manuel.ingest()
    assert manuel.found("descale") == ["anywhere/a.txt"]
    agent.delete_data_source(**manuel.ids)
    assert manuel.found("descale") == []
    agent.delete_knowledge_base(knowledgeBaseId=base_id)
    assert agent.list_knowledge_bases()["knowledgeBaseSummaries"] == []


def test_lists_are_paged(manuel: Manuel) -> None:
    for number in range(3):
        manuel.store(f"manuals/{number}.txt", b"Press P to descale.")
    manuel.ingest()
    first = manuel.runtime.retrieve(
        knowledgeBaseId=manuel.ids["knowledgeBaseId"],
        retrievalQuery={"text": "descale"},
        retrievalConfiguration={"vectorSearchConfiguration": {"numberOfResults": 2}},
    )
    second = manuel.runtime.retrieve(
        knowledgeBaseId=manuel.ids["knowledgeBaseId"],
        retrievalQuery={"text": "descale"},
        retrievalConfiguration={"vectorSearchConfiguration": {"numberOfResults": 2}},
        nextToken=first["nextToken"],
    )
    assert (len(first["retrievalResults"]), len(second["retrievalResults"])) == (2, 1)
    assert "nextToken" not in second
    with pytest.raises(manuel.runtime.exceptions.ValidationException, match="nextToken"):
        manuel.runtime.retrieve(
            knowledgeBaseId=manuel.ids["knowledgeBaseId"], retrievalQuery={"text": "descale"}, nextToken="x"
        )


@pytest.mark.parametrize(
    "change",
    [
        {"dataSourceConfiguration": {"type": "WEB"}},
        {"vectorIngestionConfiguration": {"chunkingConfiguration": {"chunkingStrategy": "SEMANTIC"}}},
    ],
)
def test_unsupported_ingestion_gets_501(manuel: Manuel, change: dict[str, Any]) -> None:
    definition = {
        "knowledgeBaseId": manuel.ids["knowledgeBaseId"],
        "name": "other",
        "dataSourceConfiguration": {"type": "S3", "s3Configuration": {"bucketArn": "arn:aws:s3:::bucket"}},
    }
    with pytest.raises(ClientError) as error:
        manuel.agent.create_data_source(**{**definition, **change})
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert manuel.agent.create_data_source(**definition)["dataSource"]["status"] == "AVAILABLE"


# ---------------------------------------------------------------------------------------------- generation


def test_best_result_comes_first_with_its_score(manuel: Manuel) -> None:
    manuel.store("manuals/both.txt", b"Descale the boiler.")
    manuel.store("manuals/one.txt", b"The boiler is hot, the boiler is large, the boiler is heavy.")
    manuel.store("manuals/none.txt", b"The lid is red.")
    manuel.ingest()
    results = manuel.retrieve("How do I descale the boiler?")
    keys = [result["location"]["s3Location"]["uri"].rpartition("/")[2] for result in results]
    assert keys == ["both.txt", "one.txt"]
    assert 1 == results[0]["score"] > results[1]["score"] > 0


def test_generated_answer_cites_the_page_of_each_sentence(manuel: Manuel) -> None:
    manuel.store(
        "manuals/m.pdf", pdf("Press P to descale the boiler.", "The boiler needs descaling monthly.")
    )
    manuel.ingest()
    answer = manuel.runtime.retrieve_and_generate(
        input={"text": "When and how do I descale the boiler?"},
        retrieveAndGenerateConfiguration={
            "type": "KNOWLEDGE_BASE",
            "knowledgeBaseConfiguration": {
                "knowledgeBaseId": manuel.ids["knowledgeBaseId"],
                "modelArn": "anthropic.claude-3-haiku-20240307-v1:0",
            },
        },
    )
    text = answer["output"]["text"]
    cited = {
        citation["generatedResponsePart"]["textResponsePart"]["text"]: [
            reference["metadata"]["x-amz-bedrock-kb-document-page-number"]
            for reference in citation["retrievedReferences"]
        ]
        for citation in answer["citations"]
    }
    assert cited == {"Press P to descale the boiler.": [1.0], "The boiler needs descaling monthly.": [2.0]}
    for citation in answer["citations"]:
        part = citation["generatedResponsePart"]["textResponsePart"]
        assert text[part["span"]["start"] : part["span"]["end"] + 1] == part["text"]
    assert answer["sessionId"]


def test_generation_without_results_says_so_and_cites_nothing(manuel: Manuel) -> None:
    answer = manuel.runtime.retrieve_and_generate(
        input={"text": "How do I descale it?"},
        retrieveAndGenerateConfiguration={
            "type": "KNOWLEDGE_BASE",
            "knowledgeBaseConfiguration": {
                "knowledgeBaseId": manuel.ids["knowledgeBaseId"],
                "modelArn": "anthropic.claude",
            },
        },
    )
    assert answer["output"]["text"] == "Sorry, I am unable to assist you with this request."
    assert [citation["retrievedReferences"] for citation in answer["citations"]] == [[]]


def test_wrong_query_is_a_validation_error(manuel: Manuel) -> None:
    invalid = manuel.runtime.exceptions.ValidationException
    for question, search in (
        (" ", {}),
        ("x", {"numberOfResults": 101}),
        ("x", {"filter": {"in": {"key": "owner", "value": "ada"}}}),
    ):
        with pytest.raises(invalid):
            manuel.retrieve(question, **search)
