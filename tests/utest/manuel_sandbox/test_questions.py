"""Questions: answers, sources, cache, speech and costs."""

import hashlib
import json
from collections.abc import Callable

import pytest

from aws_stand_in.scripts import TranscriptScript
from support.reference_backend import AUDIO, Backend, User, encoded
from support.waiting import wait_until

QUESTION = "How do I descale it?"


def test_a_question_is_answered_from_the_users_manual_with_the_page(user: User) -> None:
    manual_id = user.upload_and_wait()
    answer = user.ask(QUESTION).json()
    first = answer["sources"][0]
    assert (first["manual_name"], first["page_number"], first["pdf_id"]) == (
        "coffee-machine.pdf",
        7,
        manual_id,
    )
    assert "descal" in answer["answer"].lower()
    assert answer["context_found"] is True
    assert answer["user_id"] == user.user_id


def test_no_source_belongs_to_another_user(backend: Backend, user: User) -> None:
    user.upload_and_wait()
    other = backend.user()
    assert user.ask(QUESTION).json()["sources"] != []
    answer = other.ask(QUESTION).json()
    assert (answer["sources"], answer["context_found"]) == ([], False)


def test_foreign_passages_are_dropped_even_if_the_knowledge_base_returns_them(
    backend: Backend, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from manuel_sandbox.domain.knowledge import KnowledgeBase

    user.upload_and_wait()
    retrieve = KnowledgeBase._retrieve
    monkeypatch.setattr(
        KnowledgeBase, "_retrieve", lambda self, _owner, question: retrieve(self, user.user_id, question)
    )
    assert user.ask(QUESTION).json()["sources"] != []
    assert backend.user().ask(QUESTION).json()["sources"] == []


def test_a_deleted_manual_is_not_cited_even_while_the_index_contains_it(
    backend: Backend, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from manuel_sandbox.domain.ingestion import Ingestion

    monkeypatch.setattr(Ingestion, "remove_deleted", lambda _: False)
    manual_id = user.upload_and_wait()
    assert user.ask(QUESTION).json()["sources"] != []
    deletion = user.call("DELETE", f"/api/manuals/{manual_id}").json()
    assert deletion["cleanup_summary"]["index"] == "scheduled"
    answer = user.ask(QUESTION)
    assert answer.json()["sources"] == []
    assert backend.aws_calls(answer, "Retrieve")


def test_a_repeated_question_is_a_hit_without_retrieval_and_model(backend: Backend, user: User) -> None:
    user.upload_and_wait()
    first = user.ask("How do I descale it?")
    again = user.ask("  how do i DESCALE it ?? ")
    assert (first.json()["cache_status"], again.json()["cache_status"]) == ("miss", "hit")
    assert backend.aws_calls(first, "InvokeModel")
    assert not backend.aws_calls(again, "InvokeModel")
    assert not backend.aws_calls(again, "Retrieve")
    assert again.json()["answer"] == first.json()["answer"]
    assert again.json()["cost_info"]["total_cost_eur"] == 0
    assert [source["page_number"] for source in again.json()["sources"]] == [
        source["page_number"] for source in first.json()["sources"]
    ]


def test_a_hit_never_comes_from_another_user(backend: Backend, user: User) -> None:
    assert user.ask().json()["cache_status"] == "miss"
    assert backend.user().ask().json()["cache_status"] == "miss"
    assert user.ask().json()["cache_status"] == "hit"


def test_a_cached_answer_expires_after_an_hour(backend: Backend, user: User) -> None:
    user.ask()
    backend.clock.ahead = 3590
    assert user.ask().json()["cache_status"] == "hit"
    backend.clock.ahead = 3610
    assert user.ask().json()["cache_status"] == "miss"


def test_adding_and_deleting_a_manual_invalidates_cached_answers(user: User) -> None:
    user.ask()
    manual_id = user.upload("thermostat.pdf").json()["manual_id"]
    assert user.ask().json()["cache_status"] == "miss"
    assert user.ask().json()["cache_status"] == "hit"
    user.call("DELETE", f"/api/manuals/{manual_id}")
    assert user.ask().json()["cache_status"] == "miss"


def test_a_manual_that_gets_ready_invalidates_cached_answers(backend: Backend, user: User) -> None:
    rule = {"service": "bedrock-agent", "operation": "StartIngestionJob", "fault": "error"}
    backend.cloud.engine.add(rule | {"code": "InternalServerException"})
    path = user.upload().headers["Location"]
    early = user.ask(QUESTION).json()
    backend.cloud.engine.clear()
    wait_until(lambda: user.get(path).json()["status"] == "ready")
    late = user.ask(QUESTION).json()
    assert (early["cache_status"], early["context_found"]) == ("miss", False)
    assert (late["cache_status"], late["context_found"]) == ("miss", True)
    assert user.ask(QUESTION).json()["cache_status"] == "hit"


def test_a_failing_cache_is_a_miss(backend: Backend, user: User) -> None:
    user.ask()
    backend.cloud.engine.add(
        {"service": "dynamodb", "operation": "GetItem", "fault": "error", "code": "InternalServerError"}
    )
    answer = user.ask()
    assert (answer.status_code, answer.json()["cache_status"]) == (200, "miss")


@pytest.mark.parametrize(("charged", "used"), [("true", 2), ("false", 1)])
def test_whether_hits_are_charged_is_configurable(
    start_backend: Callable[..., Backend], charged: str, used: int
) -> None:
    user = start_backend(CACHE_HITS_CHARGED=charged).user()
    user.ask()
    hit = user.ask().json()
    assert (hit["cache_status"], hit["usage"]["daily_used"]) == ("hit", used)
    assert user.used_today() == used


def test_a_spoken_question_is_transcribed_and_answered(backend: Backend, user: User) -> None:
    user.upload_and_wait()
    answer = user.say()
    assert answer.json()["question"] == "How do I descale it?"
    assert answer.json()["sources"][0]["page_number"] == 7
    assert answer.json()["cost_info"]["total_cost_eur"] > 0
    assert user.used_today() == 1
    assert audio_objects(user) == []


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("how-do-i-descale-it.wav", "audio/wav"),
        ("how-do-i-descale-it.wav", "AUDIO/WAV; codecs=1"),
        ("how-do-i-descale-it.mp3", "audio/mpeg"),
        ("how-do-i-descale-it.mp4", "audio/mp4"),
        ("how-do-i-descale-it.m4a", "audio/m4a"),
        ("how-do-i-descale-it.flac", "audio/flac"),
        ("how-do-i-descale-it.webm", "audio/webm"),
        ("how-do-i-descale-it.ogg", "audio/ogg"),
    ],
)
def test_each_audio_format_is_transcribed(user: User, name: str, content_type: str) -> None:
    reply = user.transcribe(name, content_type).json()
    assert reply["transcription"] == "How do I descale it?"
    assert reply["usage"]["daily_used"] == 1
    assert reply["cost"]["total_cost_eur"] >= 0


def test_silence_has_an_empty_transcript_but_is_not_a_question(user: User) -> None:
    assert user.transcribe("silence.wav").json()["transcription"] == ""
    refused = user.say("silence.wav")
    assert (refused.status_code, refused.json()["details"][0]["field"]) == (400, "file_data")
    assert user.used_today() == 1


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("The media format provided does not match the detected media format.", 400),
        ("Internal failure in the worker.", 503),
    ],
)
def test_a_failed_transcription_is_not_charged_and_leaves_nothing_behind(
    backend: Backend, user: User, reason: str, status: int
) -> None:
    recording = AUDIO / "how-do-i-set-holiday-mode.wav"
    script = TranscriptScript(
        failure_reason=reason, sha256=hashlib.sha256(recording.read_bytes()).hexdigest()
    )
    backend.cloud.server.stand_in.transcripts.add([script], backend.cloud.account_id)
    assert user.transcribe("how-do-i-descale-it.wav").status_code == 200
    failed = user.transcribe(recording.name)
    assert failed.status_code == status
    assert [call.status for call in backend.aws_calls(failed, "DeleteTranscriptionJob")] == [200]
    assert user.used_today() == 1
    assert audio_objects(user) == []


def test_a_recording_of_another_type_is_rejected(user: User) -> None:
    body = {"audio_data": encoded(AUDIO / "how-do-i-descale-it.flac"), "content_type": "audio/wav"}
    refused = user.post("/api/transcribe", body)
    assert (refused.status_code, refused.json()["details"][0]["field"]) == (400, "audio_data")
    assert user.transcribe().status_code == 200


def test_a_media_type_that_can_not_be_transcribed_is_rejected(user: User) -> None:
    body = {"audio_data": encoded(AUDIO / "how-do-i-descale-it.wav"), "content_type": "video/avi"}
    assert user.post("/api/transcribe", body).status_code == 415


def test_citations_of_a_manual_are_counted(user: User) -> None:
    manual_id = user.upload_and_wait()
    before = user.get(f"/api/manuals/{manual_id}").json()
    user.ask()
    after = user.get(f"/api/manuals/{manual_id}").json()
    assert (before["query_count"], before["last_queried"]) == (0, None)
    assert after["query_count"] == 1
    assert after["last_queried"] is not None


@pytest.mark.parametrize(
    "question",
    [
        "How do I update the firmware and set the clock?",
        "insert the battery into the remote",
        "drop it on the table",
        "select all from the menu",
        "Which is better: 1 or 2 = 3 cups?",
        "Is it O'Neill's or and what's the script for <3?",
        "Wie entkalke ich sie? 如何除垢",
    ],
)
def test_ordinary_questions_are_answered(user: User, question: str) -> None:
    answer = user.ask(question)
    assert (answer.status_code, answer.json()["question"]) == (200, question)


ATTACKS = [
    "'; DROP TABLE users; --",
    "1' OR '1'='1",
    "x' UNION SELECT password FROM users --",
    "1; DELETE FROM manuals",
    "admin'--",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_clear_attacks_are_rejected(user: User, attack: str) -> None:
    refused = user.ask(attack)
    assert (refused.status_code, refused.json()["error_type"]) == (400, "malicious_input")
    assert refused.json()["details"][0]["field"] == "question"
    assert user.used_today() == 0


def test_attacks_can_be_neutralised_instead_of_rejected(start_backend: Callable[..., Backend]) -> None:
    user = start_backend(INJECTION_POLICY="neutralise").user()
    for attack in ATTACKS:
        answer = user.ask(attack)
        assert answer.status_code == 200
        assert "<" not in answer.json()["question"]


@pytest.mark.parametrize(
    ("said", "error_type"),
    [("x " * 501, "validation_error"), ("x'; DROP TABLE users; --", "malicious_input")],
    ids=["long", "attack"],
)
def test_spoken_questions_are_validated_like_typed_ones(
    backend: Backend, user: User, said: str, error_type: str
) -> None:
    recording = AUDIO / "how-do-i-clean-the-drain-filter.wav"
    script = TranscriptScript(transcript=said, sha256=hashlib.sha256(recording.read_bytes()).hexdigest())
    backend.cloud.server.stand_in.transcripts.add([script], backend.cloud.account_id)
    refused = user.say(recording.name)
    assert (refused.status_code, refused.json()["error_type"]) == (400, error_type)
    assert refused.json()["details"][0]["field"] == "file_data"
    assert backend.aws_calls(refused, "Retrieve") == []
    assert user.say().status_code == 200
    assert user.used_today() == 1


def test_the_maximum_length_of_a_question_is_configurable(
    start_backend: Callable[..., Backend],
) -> None:
    user = start_backend(QUESTION_LENGTH="20").user()
    assert user.ask("🙂" * 20).status_code == 200
    assert user.ask("🙂" * 21).status_code == 400


def test_the_log_contains_no_question_and_no_answer(user: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    user.ask("What is my secret 4711?")
    text = json.dumps(
        [record.getMessage() for record in caplog.records if record.name.startswith("manuel_sandbox")]
    )
    assert "Request answered" in text
    assert "4711" not in text
    assert user.token not in text


def audio_objects(user: User) -> list[str]:
    cloud = user.backend.cloud
    listed = cloud.client("s3").list_objects_v2(
        Bucket=cloud.resources.audio_bucket, Prefix=f"audio/{user.user_id}/"
    )
    return [entry["Key"] for entry in listed.get("Contents", [])]
