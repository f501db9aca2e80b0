"""Manuals: upload, list, read, delete, ownership, ingestion."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import requests

from support.reference_backend import MANUALS, Backend, User, upload_body
from support.waiting import wait_until


def test_an_uploaded_manual_can_be_read_at_its_location(user: User) -> None:
    created = user.upload("thermostat.pdf")
    assert created.status_code == 201
    manual = user.get(created.headers["Location"]).json()
    assert manual["id"] == created.json()["manual_id"]
    assert (manual["name"], manual["pages"]) == ("thermostat.pdf", 4)
    assert manual["size"] == created.json()["size"] == (MANUALS / "thermostat.pdf").stat().st_size


def test_a_ready_manual_has_chunks(user: User) -> None:
    manual_id = user.upload_and_wait("thermostat.pdf")
    assert user.get(f"/api/manuals/{manual_id}").json()["chunks"] >= 4


def test_the_url_of_a_pdf_expires_within_an_hour(user: User) -> None:
    url = user.get(user.upload("thermostat.pdf").headers["Location"]).json()["pdf_url"]
    assert 0 < int(parse_qs(urlsplit(url).query)["X-Amz-Expires"][0]) <= 3600
    download = requests.get(url, timeout=30)
    assert download.content == (MANUALS / "thermostat.pdf").read_bytes()
    assert download.headers["Content-Type"] == "application/pdf"
    assert "thermostat.pdf" in download.headers["Content-Disposition"]


def test_a_manual_is_stored_with_its_owner(backend: Backend, user: User) -> None:
    manual_id = user.upload("thermostat.pdf").json()["manual_id"]
    key = f"manuals/{user.user_id}/{manual_id}.pdf"
    s3 = backend.cloud.client("s3")
    metadata = s3.get_object(Bucket=backend.settings.manuals_bucket, Key=f"{key}.metadata.json")[
        "Body"
    ].read()
    assert user.user_id.encode() in metadata
    assert backend.cloud.row(f"file_tracker#{key}")["manual_id"] == manual_id


@pytest.mark.parametrize(
    ("name", "problem"),
    [("damaged.pdf", "damaged"), ("not-a-pdf.pdf", "not a PDF"), ("password-protected.pdf", "password")],
)
def test_an_unreadable_pdf_is_rejected(user: User, name: str, problem: str) -> None:
    refused = user.upload(name)
    assert refused.status_code == 400
    assert problem in refused.json()["error"]
    assert user.get("/api/manuals").json()["count"] == 0


def test_a_pdf_without_text_is_accepted_but_can_not_be_indexed(user: User) -> None:
    manual_id = user.upload("scanned.pdf").json()["manual_id"]
    wait_until(lambda: user.get(f"/api/manuals/{manual_id}").json()["status"] == "failed")
    (job,) = user.get("/api/ingestion/status").json()["jobs"]
    assert job["statistics"] == {"documents_scanned": 1, "documents_indexed": 0, "documents_failed": 1}
    assert job["failure_reasons"] == ["The file could not be indexed."]


def test_another_media_type_than_pdf_is_rejected(user: User) -> None:
    refused = user.post("/api/manuals/upload", upload_body("thermostat.pdf", content_type="text/html"))
    assert refused.status_code == 415
    taken = user.post("/api/manuals/upload", upload_body("thermostat.pdf", content_type="Application/PDF"))
    assert taken.status_code == 201


def test_the_same_key_creates_one_manual(user: User) -> None:
    key = {"Idempotency-Key": "submit-1"}
    first, again = user.upload("thermostat.pdf", headers=key), user.upload("thermostat.pdf", headers=key)
    assert first.status_code == again.status_code == 201
    assert again.json()["manual_id"] == first.json()["manual_id"]
    assert user.get("/api/manuals").json()["count"] == 1
    user.upload("thermostat.pdf")
    assert user.get("/api/manuals").json()["count"] == 2


def test_concurrent_submissions_with_the_same_key_create_one_manual(user: User) -> None:
    with ThreadPoolExecutor(4) as threads:
        tries = [
            threads.submit(user.upload, "thermostat.pdf", headers={"Idempotency-Key": "at-once"})
            for _ in range(4)
        ]
        replies = [one.result() for one in tries]
    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.json()["manual_id"] for reply in replies}) == 1
    assert user.get("/api/manuals").json()["count"] == 1


def test_a_key_belongs_to_one_file_of_one_user(backend: Backend, user: User) -> None:
    key = {"Idempotency-Key": "submit-1"}
    user.upload("thermostat.pdf", headers=key)
    refused = user.upload("coffee-machine.pdf", headers=key)
    assert (refused.status_code, refused.json()["error_type"]) == (400, "idempotency_key_reused")
    assert backend.user().upload("coffee-machine.pdf", headers=key).status_code == 201


def test_a_key_expires_after_a_day(backend: Backend, user: User) -> None:
    key = {"Idempotency-Key": "submit-1"}
    user.upload("thermostat.pdf", headers=key)
    backend.clock.ahead = 25 * 3600
    assert user.upload("coffee-machine.pdf", headers=key).status_code == 201


def test_a_submission_that_failed_halfway_is_completed_by_its_retry(backend: Backend, user: User) -> None:
    key = {"Idempotency-Key": "submit-1"}
    rule = {"service": "s3", "operation": "PutObject", "fault": "error", "code": "InternalError"}
    backend.cloud.engine.add(rule)
    assert user.upload("thermostat.pdf", headers=key).status_code == 503
    backend.cloud.engine.clear()
    assert user.upload("thermostat.pdf", headers=key).status_code == 201
    assert user.get("/api/manuals").json()["count"] == 1


CONFLICT = {
    "service": "dynamodb",
    "operation": "TransactWriteItems",
    "fault": "error",
    "code": "TransactionCanceledException",
    "members": {"CancellationReasons": [{"Code": "None"}, {"Code": "None"}, {"Code": "TransactionConflict"}]},
}


def test_a_manual_is_added_despite_a_conflicting_transaction(backend: Backend, user: User) -> None:
    backend.cloud.engine.add(CONFLICT | {"times": 2})
    created = user.upload("thermostat.pdf")
    assert created.status_code == 201
    statuses = [call.status for call in backend.aws_calls(created, "TransactWriteItems")]
    assert statuses[:3] == [400, 400, 200]
    assert user.get(created.headers["Location"]).status_code == 200


@pytest.mark.parametrize("reason", ["TransactionConflict", "ValidationError"])
def test_a_manual_that_can_not_be_added_is_an_error(backend: Backend, user: User, reason: str) -> None:
    backend.cloud.engine.add(CONFLICT | {"members": {"CancellationReasons": [{"Code": reason}]}})
    assert user.upload("thermostat.pdf").status_code == 503
    backend.cloud.engine.clear()
    assert user.get("/api/manuals").json()["count"] == 0


def test_a_list_has_pages_with_the_newest_first(backend: Backend, user: User) -> None:
    uploaded = [user.upload("thermostat.pdf").json()["manual_id"] for _ in range(5)]
    listed: list[str] = []
    token = None
    pages = 0
    while pages == 0 or token is not None:
        parameters = {"limit": "2"} | ({"next_token": token} if token else {})
        page = user.get("/api/manuals", params=parameters).json()
        assert page["count"] == len(page["manuals"]) <= 2
        listed += [manual["id"] for manual in page["manuals"]]
        token, pages = page["next_token"], pages + 1
    assert listed == uploaded[::-1]
    foreign_token = user.get("/api/manuals?limit=2").json()["next_token"]
    assert backend.user().get("/api/manuals", params={"next_token": foreign_token}).json()["count"] == 0


def test_everything_of_a_deleted_manual_is_gone(backend: Backend, user: User) -> None:
    manual_id = user.upload_and_wait("thermostat.pdf")
    kept_id = user.upload("coffee-machine.pdf").json()["manual_id"]
    key = f"manuals/{user.user_id}/{manual_id}.pdf"
    deletion = user.call("DELETE", f"/api/manuals/{manual_id}")
    assert deletion.json() == {
        "success": True,
        "cleanup_summary": {
            "object": "deleted",
            "index": deletion.json()["cleanup_summary"]["index"],
            "cache": "cleared",
            "tracking": "deleted",
        },
    }
    assert user.get(f"/api/manuals/{manual_id}").status_code == 404
    assert user.call("DELETE", f"/api/manuals/{manual_id}").status_code == 404
    assert [manual["id"] for manual in user.get("/api/manuals").json()["manuals"]] == [kept_id]
    listed = backend.cloud.client("s3").list_objects_v2(Bucket=backend.settings.manuals_bucket, Prefix=key)
    assert listed.get("Contents", []) == []
    assert backend.cloud.row(f"file_tracker#{key}") == {}


def test_a_failed_deletion_can_be_repeated(backend: Backend, user: User) -> None:
    path = f"/api/manuals/{user.upload('thermostat.pdf').json()['manual_id']}"
    rule = {"service": "s3", "operation": "DeleteObject", "fault": "error", "code": "InternalError"}
    backend.cloud.engine.add(rule)
    assert user.call("DELETE", path).status_code == 503
    assert user.get(path).status_code == 200
    backend.cloud.engine.clear()
    assert user.call("DELETE", path).status_code == 200


def test_only_one_of_two_concurrent_deletions_succeeds(user: User) -> None:
    path = f"/api/manuals/{user.upload('thermostat.pdf').json()['manual_id']}"
    with ThreadPoolExecutor(8) as threads:
        tries = [threads.submit(user.call, method, path) for method in ("DELETE", "GET") * 4]
        statuses = [(one.result().request.method, one.result().status_code) for one in tries]
    assert statuses.count(("DELETE", 200)) == 1
    assert {status for _, status in statuses} <= {200, 404}
    assert user.get(path).status_code == 404


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_foreign_manual_looks_like_none_at_all(backend: Backend, user: User, method: str) -> None:
    path = f"/api/manuals/{user.upload('thermostat.pdf').json()['manual_id']}"
    other = backend.user()
    foreign, unknown = other.call(method, path), other.call(method, f"/api/manuals/{uuid.uuid4()}")
    assert foreign.status_code == unknown.status_code == 404
    assert _without_request(foreign) == _without_request(unknown)
    assert user.get(path).status_code == 200


@pytest.mark.parametrize("route", ["manuals", "ingestion/job"])
@pytest.mark.parametrize("length", [1000, 3000])
def test_an_id_of_any_length_is_not_found(user: User, route: str, length: int) -> None:
    assert user.get(f"/api/{route}/{'9' * length}").status_code == 404


def test_no_spelling_of_an_id_leads_to_a_foreign_manual(backend: Backend, user: User) -> None:
    manual_id = user.upload("thermostat.pdf").json()["manual_id"]
    other = backend.user()
    key = f"manuals/{user.user_id}/{manual_id}.pdf"
    for name in (
        key,
        quote(key, safe=""),
        quote(f"../{user.user_id}/{manual_id}", safe=""),
        f"{manual_id}%00",
        "*",
    ):
        answer = other.get(f"/api/manuals/{name}")
        assert (answer.status_code in (403, 404), "thermostat" in answer.text) == (True, False)
    encoded_id = "".join(f"%{ord(character):02x}" for character in manual_id)
    assert user.get(f"/api/manuals/{encoded_id}").json()["id"] == manual_id
    assert other.get(f"/api/manuals/{encoded_id}").status_code == 404


def test_users_see_only_their_own_ingestion_jobs(backend: Backend, user: User) -> None:
    manual_id = user.upload_and_wait("thermostat.pdf")
    jobs = user.get("/api/ingestion/status").json()["jobs"]
    assert [(job["manual_id"], job["status"], job["file_name"]) for job in jobs] == [
        (manual_id, "COMPLETE", "thermostat.pdf")
    ]
    path = f"/api/ingestion/job/{jobs[0]['job_id']}"
    assert user.get(path).json() == jobs[0]
    other = backend.user()
    assert other.get(path).status_code == 404
    assert other.get("/api/ingestion/status").json()["jobs"] == []
    assert other.get("/api/ingestion/files").json()["files"] == []
    assert user.get("/api/ingestion/job/UNKNOWN123").status_code == 404


def test_each_file_has_the_status_of_its_ingestion(user: User) -> None:
    manual_id = user.upload("thermostat.pdf").json()["manual_id"]
    wait_until(lambda: user.get("/api/ingestion/files").json()["files"][0]["status"] == "ready")
    (file,) = user.get("/api/ingestion/files").json()["files"]
    assert (file["manual_id"], file["file_name"]) == (manual_id, "thermostat.pdf")
    job = user.get(f"/api/ingestion/job/{file['job_id']}").json()
    assert job["statistics"] == {"documents_scanned": 1, "documents_indexed": 1, "documents_failed": 0}


def test_a_job_goes_from_starting_to_in_progress_to_complete(backend: Backend, user: User) -> None:
    user.upload("thermostat.pdf")
    seen: list[str] = []

    def is_complete() -> bool:
        jobs = user.get("/api/ingestion/status").json()["jobs"]
        status = jobs[0]["status"] if jobs else "waiting"
        if not seen or seen[-1] != status:
            seen.append(status)
        return status == "COMPLETE"

    wait_until(is_complete)
    order = ["waiting", "STARTING", "IN_PROGRESS", "COMPLETE"]
    assert seen == sorted(seen, key=order.index)


def test_concurrent_uploads_all_get_ready(user: User) -> None:
    with ThreadPoolExecutor(3) as threads:
        names = ["thermostat.pdf", "coffee-machine.pdf", "washing-machine.pdf"]
        assert [reply.status_code for reply in threads.map(user.upload, names)] == [201] * 3
    wait_until(lambda: {one["status"] for one in user.get("/api/manuals").json()["manuals"]} == {"ready"})


def test_an_upload_is_accepted_while_the_knowledge_base_is_down_and_indexed_later(
    backend: Backend, user: User
) -> None:
    backend.cloud.engine.add(
        {
            "service": "bedrock-agent",
            "fault": "error",
            "code": "InternalServerException",
            "operation": "Start*",
        }
    )
    created = user.upload("thermostat.pdf")
    assert (created.status_code, created.json()["status"]) == (201, "processing")
    path = created.headers["Location"]
    assert user.get(path).json()["status"] == "processing"
    backend.cloud.engine.clear()
    wait_until(lambda: user.get(path).json()["status"] == "ready")


def test_a_manual_can_be_read_while_the_state_of_its_job_is_unknown(backend: Backend, user: User) -> None:
    path = user.upload("thermostat.pdf").headers["Location"]
    rule = {"service": "bedrock-agent", "operation": "GetIngestionJob", "fault": "error"}
    backend.cloud.engine.add(rule | {"code": "InternalServerException"})
    assert user.get(path).json()["status"] == "processing"
    assert user.get("/api/ingestion/status").status_code == 200
    backend.cloud.engine.clear()
    wait_until(lambda: user.get(path).json()["status"] == "ready")


def test_the_data_source_is_looked_up_unless_it_is_configured(start_backend: Callable[..., Backend]) -> None:
    user = start_backend(DATA_SOURCE_ID="").user()
    user.upload_and_wait("thermostat.pdf")


def _without_request(response: requests.Response) -> dict[str, str]:
    return {name: value for name, value in response.json().items() if name not in ("request_id", "timestamp")}
