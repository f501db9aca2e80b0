"""The keywords against canned responses, which are the contract's own examples."""

import base64
import copy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from robot import running
from robot.api import logger
from robot.utils import DotDict
from werkzeug.wrappers import Response

from ManuelAPI import ManuelAPI
from ManuelAPI.contract_check import manuel_contract
from ManuelAPI.resource_files import find_file
from ManuelAuth.identity import Identity
from ManuelEnvironment import BlockedError
from ManuelEnvironment.environment import Environment


def example(path: str, method: str, status: int) -> dict[str, Any]:
    operation = manuel_contract().find_operation(method, path)
    assert operation is not None
    return copy.deepcopy(operation.responses[str(status)]["content"]["application/json"]["example"])


@pytest.fixture
def keywords(environment: Environment) -> ManuelAPI:
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    return library


class TestQuestions:
    @pytest.fixture
    def answer(self, api: Any, keywords: ManuelAPI) -> Any:
        """The answer of the contract's example, which has sources."""
        api.answer_json(example("/api/query", "POST", 200))
        return keywords.ask("How do I descale it?")

    def test_a_question_is_sent_and_its_answer_returned(self, api: Any, answer: Any) -> None:
        assert api.requests[0].json == {"question": "How do I descale it?"}
        assert answer == example("/api/query", "POST", 200)

    def test_an_answer_cites_a_manual_with_and_without_its_page(
        self, keywords: ManuelAPI, answer: Any
    ) -> None:
        source = answer.sources[0]
        keywords.answer_should_cite(answer, source.manual_name)
        keywords.answer_should_cite(answer, source.manual_name.removesuffix(".pdf"), page=source.page_number)
        cited = f"one that cites {source.manual_name}, page {source.page_number}"
        with pytest.raises(AssertionError, match=cited):
            keywords.answer_should_cite(answer, source.manual_name, page=source.page_number + 1)

    def test_an_answer_does_not_cite_another_manual(self, keywords: ManuelAPI, answer: Any) -> None:
        with pytest.raises(AssertionError, match="Expected an answer that cites thermostat"):
            keywords.answer_should_cite(answer, "thermostat")

    def test_an_answer_with_sources_cites_something(self, keywords: ManuelAPI, answer: Any) -> None:
        with pytest.raises(AssertionError, match="Expected an answer without sources"):
            keywords.answer_should_cite_nothing(answer)

    def test_an_answer_mentions_its_words_in_any_case_and_no_others(
        self, keywords: ManuelAPI, answer: Any
    ) -> None:
        keywords.answer_should_mention(answer, answer.answer.split()[0].upper())
        with pytest.raises(AssertionError, match="Expected an answer that mentions xylophone"):
            keywords.answer_should_mention(answer, "xylophone")
        for words in ((), ("",), ("tank", " ")):
            with pytest.raises(
                ValueError, match=r"^Expected one or more words that the answer has to mention, got "
            ):
                keywords.answer_should_mention(answer, *words)

    def test_an_answer_cites_only_one_manual(self, api: Any, keywords: ManuelAPI) -> None:
        body = example("/api/query", "POST", 200)
        source = body["sources"][0]
        manual = DotDict(manual_id=source["pdf_id"])
        api.answer_json({**body, "sources": [source, source]})
        keywords.answer_should_cite_only(keywords.ask("?"), manual)
        another = [source, {**source, "pdf_id": "another"}]
        for sources, got in ((another, "one that cites .*another"), ([], "one without sources")):
            api.answer_json({**body, "sources": sources})
            with pytest.raises(AssertionError, match=got):
                keywords.answer_should_cite_only(keywords.ask("?"), manual)

    def test_an_answer_without_context_cites_nothing(self, api: Any, keywords: ManuelAPI) -> None:
        api.answer_json({**example("/api/query", "POST", 200), "sources": [], "context_found": False})
        answer = keywords.ask("Who won?")
        keywords.answer_should_cite_nothing(answer)
        with pytest.raises(AssertionError, match="one without sources: "):
            keywords.answer_should_cite(answer, "coffee-machine")

    def test_a_source_without_found_context_is_no_citation(self, api: Any, keywords: ManuelAPI) -> None:
        api.answer_json({**example("/api/query", "POST", 200), "context_found": False})
        answer = keywords.ask("?")
        with pytest.raises(AssertionError):
            keywords.answer_should_cite(answer, answer.sources[0].manual_name)
        with pytest.raises(AssertionError):
            keywords.answer_should_cite_nothing(answer)

    def test_an_answer_from_the_cache_is_not_new(self, api: Any, keywords: ManuelAPI) -> None:
        api.answer_json({**example("/api/query", "POST", 200), "cache_status": "hit"})
        answer = keywords.ask("?")
        keywords.answer_should_come_from_the_cache(answer)
        with pytest.raises(AssertionError, match=r"Expected cache status miss\.\nGot hit"):
            keywords.answer_should_be_new(answer)

    def test_asking_by_voice(self, api: Any, keywords: ManuelAPI, tmp_path: Path) -> None:
        api.answer_json(example("/api/query", "POST", 200))
        (tmp_path / "question.ogg").write_bytes(b"sound")
        keywords.ask_by_voice(str(tmp_path / "question.ogg"))
        keywords.ask_by_voice(str(tmp_path / "question.ogg"), content_type="audio/flac")
        sound = base64.b64encode(b"sound").decode()
        assert [request.json for request in api.requests] == [
            {"file_data": sound, "content_type": "audio/ogg"},
            {"file_data": sound, "content_type": "audio/flac"},
        ]

    def test_a_recording_is_transcribed_under_its_file_name(
        self, api: Any, keywords: ManuelAPI, tmp_path: Path
    ) -> None:
        api.answer_json(example("/api/transcribe", "POST", 200))
        (tmp_path / "question.wav").write_bytes(b"sound")
        assert keywords.transcribe(str(tmp_path / "question.wav")).transcription
        assert api.requests[0].json["filename"] == "question.wav"

    def test_another_status_is_returned_if_it_is_expected(self, api: Any, keywords: ManuelAPI) -> None:
        api.answer_json(example("/api/query", "POST", 400), 400)
        assert keywords.ask("", status=400).error_type == "validation_error"
        with pytest.raises(AssertionError, match=r"Expected status 200\.\nGot 400 BAD REQUEST"):
            keywords.ask("", status=200)


class TestUsage:
    def test_growth_counts_from_zero_for_fresh_users(
        self, api: Any, use_environment: Any, keywords: ManuelAPI
    ) -> None:
        use_environment(api_base_url=api.url, users="disposable")
        usage = example("/api/user/usage", "GET", 200)
        queries = sum(day["queries"] for day in usage["historical"])
        api.answer_json(usage)
        keywords.daily_usage_should_have_grown_by(queries)
        with pytest.raises(AssertionError, match=f"by {queries + 1} from 0") as failure:
            keywords.daily_usage_should_have_grown_by(queries + 1)
        assert f"Got growth by {queries}, to {queries}" in str(failure.value)

    def test_growth_counts_from_the_remembered_usage(self, api: Any, keywords: ManuelAPI) -> None:
        usage = example("/api/user/usage", "GET", 200)
        api.answer_json(usage)
        keywords.remember_usage()
        usage["current_usage"]["daily_queries"] += 2
        keywords.daily_usage_should_have_grown_by(2)
        with pytest.raises(AssertionError, match="growth by 2, to 5"):
            keywords.daily_usage_should_have_grown_by(1)

    def test_growth_counts_across_midnight(self, api: Any, keywords: ManuelAPI) -> None:
        usage = example("/api/user/usage", "GET", 200)
        api.answer_json(usage)
        keywords.remember_usage()
        usage["historical"][-1]["queries"] += 3
        usage["historical"] = [*usage["historical"][1:], {"date": "2999-01-01", "queries": 2}]
        usage["current_usage"]["daily_queries"] = 2
        keywords.daily_usage_should_have_grown_by(5)
        with pytest.raises(AssertionError, match="growth by 5, to 8"):
            keywords.daily_usage_should_have_grown_by(2)

    def test_growth_of_a_kept_user_needs_something_to_compare_with(
        self, api: Any, keywords: ManuelAPI
    ) -> None:
        api.answer_json(example("/api/user/usage", "GET", 200))
        with pytest.raises(BlockedError, match="call Remember Usage first"):
            keywords.daily_usage_should_have_grown_by(0)

    def test_usage_is_compared_by_the_names_of_its_fields(self, api: Any, keywords: ManuelAPI) -> None:
        usage = example("/api/user/usage", "GET", 200)
        used = usage["current_usage"]["daily_queries"]
        api.answer_json(usage)
        assert keywords.usage_should_be(daily_queries=str(used), **{"current_usage.daily_queries": used})
        with pytest.raises(
            AssertionError, match=rf"(?s)usage with daily_queries={used + 1}.*  - daily_queries is {used}\n"
        ):
            keywords.usage_should_be(daily_queries=used + 1)
        with pytest.raises(AssertionError, match=r"there is no field daily_used\."):
            keywords.usage_should_be(daily_used=used)
        with pytest.raises(ValueError, match="There is no field to compare in usage"):
            keywords.usage_should_be()

    def test_growth_of_any_number(self, api: Any, keywords: ManuelAPI) -> None:
        usage = example("/api/user/usage", "GET", 200)
        api.answer_json(usage)
        before = keywords.get_usage()
        usage["current_usage"]["daily_queries"] += 2
        usage["current_usage"]["daily_remaining"] -= 2
        usage["daily_costs"]["total_cost_eur"] += 0.003
        costs = {"daily_costs.total_cost_eur": 0.003, "daily_costs.query_cost_eur": 0}
        keywords.usage_should_have_grown_by(before, daily_queries=2, daily_remaining=-2, **costs)
        with pytest.raises(
            AssertionError, match=r"(?s)daily_queries=1, daily_remaining=-2.*  - daily_queries is 2\n"
        ):
            keywords.usage_should_have_grown_by(before, daily_queries=1, daily_remaining=-2)
        with pytest.raises(AssertionError, match=r"no field daily_querys\. Did you mean daily_queries"):
            keywords.usage_should_have_grown_by(before, daily_querys=2)

    def test_quota_is_compared_by_the_names_of_its_fields(self, api: Any, keywords: ManuelAPI) -> None:
        quota = example("/api/user/quota", "GET", 200)
        api.answer_json(quota)
        used = quota["quotas"]["daily"]["used"]
        keywords.quota_should_be(status=quota["status"], **{"daily.used": used})
        with pytest.raises(AssertionError, match=rf"daily\.used is {used}\n"):
            keywords.quota_should_be(**{"daily.used": used + 1})

    def test_the_quota_is_returned(self, api: Any, keywords: ManuelAPI) -> None:
        api.answer_json(example("/api/user/quota", "GET", 200))
        assert keywords.get_quota().quotas.daily.limit > 0


class TestManuals:
    @pytest.fixture
    def manual_file(self, tmp_path: Path) -> str:
        path = tmp_path / "toaster.pdf"
        path.write_bytes(b"%PDF-1.7")
        return str(path)

    def test_a_manual_is_uploaded_with_its_name_content_and_key(
        self, api: Any, keywords: ManuelAPI, manual_file: str
    ) -> None:
        api.answer_json(example("/api/manuals/upload", "POST", 201), 201)
        assert keywords.upload_manual(manual_file, idempotency_key="once").manual_id
        request = api.requests[0]
        assert request.json == {
            "file_name": "toaster.pdf",
            "file_data": base64.b64encode(b"%PDF-1.7").decode(),
            "content_type": "application/pdf",
        }
        assert request.headers["Idempotency-Key"] == "once"

    def test_a_manual_is_fetched_from_its_url(self, api: Any, keywords: ManuelAPI) -> None:
        api.answer_json(example("/api/manuals/download", "POST", 201), 201)
        keywords.fetch_manual_from_url("https://example.com/x.pdf", file_name="x.pdf")
        assert api.requests[0].json == {"url": "https://example.com/x.pdf", "filename": "x.pdf"}

    def test_manuals_are_listed_page_by_page(self, api: Any, keywords: ManuelAPI) -> None:
        api.answer_json(example("/api/manuals", "GET", 200))
        keywords.list_manuals()
        keywords.list_manuals(limit=2, next_token="abc")
        assert [request.query_string for request in api.requests] == [b"", b"limit=2&next_token=abc"]

    def test_an_id_is_quoted_as_one_segment_of_the_path(self, api: Any, keywords: ManuelAPI) -> None:
        api.answer_json({}, 404)
        keywords.get_manual("a/../b?c", status=404)
        assert api.requests[0].environ["RAW_URI"] == "/api/manuals/a%2F..%2Fb%3Fc"

    def test_waiting_until_it_is_indexed(self, api: Any, keywords: ManuelAPI) -> None:
        manual = example("/api/manuals/{id}", "GET", 200)
        states = iter(["processing", "processing", "ready"])
        api.answer = lambda _: api.json({**manual, "status": next(states)})
        assert keywords.wait_until_manual_is_indexed(manual["id"]).status == "ready"
        assert len(api.requests) == 3

    def test_a_failed_ingestion_ends_the_wait(self, api: Any, keywords: ManuelAPI) -> None:
        api.answer_json({**example("/api/manuals/{id}", "GET", 200), "status": "failed"})
        with pytest.raises(AssertionError, match="Got a failed ingestion"):
            keywords.wait_until_manual_is_indexed("1")

    def test_the_wait_ends_at_the_timeout(self, api: Any, keywords: ManuelAPI) -> None:
        api.answer_json({**example("/api/manuals/{id}", "GET", 200), "status": "processing"})
        with pytest.raises(AssertionError, match=r"Got status processing \(waited 0\.1 s\)"):
            keywords.wait_until_manual_is_indexed("1", timeout=timedelta(milliseconds=100))

    def test_a_manual_is_compared_by_its_fields(self, api: Any, keywords: ManuelAPI) -> None:
        api.answer_json({**example("/api/manuals/{id}", "GET", 200), "status": "ready", "pages": 4})
        assert keywords.manual_should_be("1", status="ready", pages="4").pages == 4
        with pytest.raises(
            AssertionError, match=r"(?s)a manual with status=ready, pages=5.*  - pages is 4\n"
        ):
            keywords.manual_should_be("1", status="ready", pages=5)
        with pytest.raises(AssertionError, match=r"no field page\. Did you mean pages\?"):
            keywords.manual_should_be("1", page=4)
        assert len(api.requests) == 3

    def test_a_manual_may_take_time(self, api: Any, keywords: ManuelAPI) -> None:
        manual = example("/api/manuals/{id}", "GET", 200)
        states = iter(["processing", "processing", "failed"])
        api.answer = lambda _: api.json({**manual, "status": next(states)})
        keywords.manual_should_be("1", status="failed", timeout=timedelta(seconds=5))
        api.answer_json({**manual, "status": "ready"})
        with pytest.raises(AssertionError, match='  - status is "ready"'):
            keywords.manual_should_be("1", status="failed", timeout=timedelta(milliseconds=100))

    def test_a_listed_manual_is_found_by_its_id(self, api: Any, keywords: ManuelAPI) -> None:
        page = example("/api/manuals", "GET", 200)
        first = page["manuals"][0]
        entries = [{**first, "id": "other", "name": "other.pdf"}, {**first, "id": "mine", "name": "mine.pdf"}]
        api.answer_json({**page, "manuals": entries, "count": 2, "next_token": None})
        assert keywords.listed_manual_should_be(DotDict(manual_id="mine"), name="mine.pdf").id == "mine"
        with pytest.raises(
            AssertionError, match=r'(?s)a listed manual with name=other.pdf.*  - name is "mine.pdf"'
        ):
            keywords.listed_manual_should_be("mine", name="other.pdf")
        with pytest.raises(AssertionError, match=r"Expected a list with manual gone\.\nGot other, mine"):
            keywords.listed_manual_should_be("gone", name="mine.pdf")

    def test_manuals_of_a_test_are_deleted_by_their_owner(
        self, api: Any, keywords: ManuelAPI, manual_file: str, signed_in: Identity
    ) -> None:
        stored = example("/api/manuals/upload", "POST", 201)
        scopes = keywords.ROBOT_LIBRARY_LISTENER[0]
        scopes.start_test(running.TestCase(), None)
        api.answer_json(stored, 201)
        keywords.upload_manual(manual_file)
        deletion = example("/api/manuals/{id}", "DELETE", 200)
        api.answer_json(deletion)
        scopes.end_test(None, None)
        request = api.requests[-1]
        assert (request.method, request.path) == ("DELETE", f"/api/manuals/{stored['manual_id']}")
        assert request.headers["Authorization"] == f"Bearer {signed_in.id_token.value}"
        scopes.end_suite(None, None)
        assert len(api.requests) == 2

    def test_manuals_that_the_test_deleted_are_not_deleted_again(
        self, api: Any, keywords: ManuelAPI, manual_file: str, signed_in: Identity
    ) -> None:
        scopes = keywords.ROBOT_LIBRARY_LISTENER[0]
        scopes.start_test(running.TestCase(), None)
        api.answer_json(example("/api/manuals/upload", "POST", 201), 201)
        manual = keywords.upload_manual(manual_file)
        api.answer_json(example("/api/manuals/{id}", "DELETE", 200))
        keywords.delete_manual(manual)
        scopes.end_test(None, None)
        assert len(api.requests) == 2

    def test_a_manual_that_cannot_be_deleted_is_reported(
        self,
        api: Any,
        keywords: ManuelAPI,
        manual_file: str,
        signed_in: Identity,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        warnings: list[str] = []
        monkeypatch.setattr(logger, "warn", warnings.append)
        scopes = keywords.ROBOT_LIBRARY_LISTENER[0]
        scopes.start_test(running.TestCase(), None)
        api.answer_json(example("/api/manuals/upload", "POST", 201), 201)
        keywords.upload_manual(manual_file)
        api.answer = lambda _: Response("", 503)
        scopes.end_test(None, None)
        assert warnings[0].startswith("Manual ")
        assert warnings[0].endswith(
            "of reader@example.com could not be deleted: status 503. Delete it manually."
        )


class TestService:
    @pytest.mark.parametrize(
        ("keyword", "path"),
        [
            ("get_health", "/health"),
            ("get_deep_health", "/health/deep"),
            ("get_circuit_breakers", "/health/circuit-breakers"),
            ("get_version", "/version"),
            ("get_ingestion_status", "/api/ingestion/status"),
            ("get_ingested_files", "/api/ingestion/files"),
        ],
    )
    def test_reading_the_state_of_the_service(
        self, api: Any, keywords: ManuelAPI, keyword: str, path: str
    ) -> None:
        api.answer_json(example(path, "GET", 200))
        assert getattr(keywords, keyword)() == example(path, "GET", 200)
        assert api.requests[0].path == path

    def test_asking_for_a_version(self, api: Any, keywords: ManuelAPI) -> None:
        api.answer_json(example("/version", "GET", 200))
        keywords.get_version(version="1.0")
        keywords.get_version(api_version="1.0", accept="application/vnd.manuel.v1.0+json")
        first, second = api.requests
        assert first.query_string == b"version=1.0"
        assert second.headers["API-Version"] == "1.0"
        assert second.headers["Accept"] == "application/vnd.manuel.v1.0+json"

    def test_asking_whether_a_version_is_compatible(self, api: Any, keywords: ManuelAPI) -> None:
        api.answer_json(example("/version/compatibility", "GET", 200))
        assert keywords.get_version_compatibility(version="1.0", api_version="1.0").compatible
        assert api.requests[0].path == "/version/compatibility"
        assert api.requests[0].args["version"] == api.requests[0].headers["API-Version"] == "1.0"

    def test_reading_the_changelog(self, api: Any, keywords: ManuelAPI) -> None:
        api.answer_json(example("/version/changelog", "GET", 200))
        assert keywords.get_changelog().changelog[0].changes
        assert api.requests[0].path == "/version/changelog"

    def test_resetting_a_breaker(self, api: Any, keywords: ManuelAPI) -> None:
        api.answer_json({"service": "bedrock"})
        keywords.reset_circuit_breaker("bedrock")
        assert (api.requests[0].method, api.requests[0].path) == (
            "POST",
            "/health/circuit-breakers/bedrock/reset",
        )

    def test_an_ingestion_job_is_returned(self, api: Any, keywords: ManuelAPI) -> None:
        api.answer_json({"job_id": "7"})
        assert keywords.get_ingestion_job("7").job_id == "7"


class TestFiles:
    def test_the_message_about_an_unknown_file_lists_the_available_ones(self) -> None:
        with pytest.raises(
            FileNotFoundError, match=r"There is no file 'x\.pdf', neither at that path nor in"
        ):
            find_file("x.pdf", "manuals")

    def test_a_file_of_the_project_is_found_by_its_name(self) -> None:
        assert find_file("coffee-machine.pdf", "manuals").read_bytes().startswith(b"%PDF")


class TestOperations:
    def test_protected_and_public_operations_are_all(self, keywords: ManuelAPI) -> None:
        protected, public = (
            keywords.get_operations(needs_token=True),
            keywords.get_operations(needs_token=False),
        )
        assert len(protected) + len(public) == len(keywords.get_operations())
        assert {
            "method": "GET",
            "path": "/health",
            "example_path": "/health",
            "methods": ["GET", "OPTIONS"],
            "request_headers": ["API-Version"],
        } in public
        assert all(
            operation.method != "OPTIONS" and "{" not in operation.example_path for operation in protected
        )

    def test_undocumented_operations_are_the_rest(self, keywords: ManuelAPI) -> None:
        documented = {(each.method, each.example_path) for each in keywords.get_operations()}
        undocumented = {(each.method, each.example_path) for each in keywords.get_undocumented_operations()}
        paths = {path for _, path in documented}
        assert not documented & undocumented
        assert len(documented | undocumented) == 5 * len(paths)
        assert ("POST", "/health") in undocumented


class TestOrigins:
    def test_forbidden_origins_are_distinct_and_not_allowed(self, api: Any, use_environment: Any) -> None:
        allowed = ["https://app.example.com", "http://app.example.com", "https://example.org"]
        use_environment(api_base_url=api.url, allowed_origins=allowed)
        origins = ManuelAPI().get_forbidden_origins()
        assert not set(origins) & set(allowed)
        assert {"null", "https://app.example.com.attacker.example", "https://sub.app.example.com"} <= set(
            origins
        )
        assert "https://appxexample.com" in origins


class TestRefusals:
    @pytest.mark.parametrize(
        "body", [{"message": "Forbidden"}, {"error": "bad", "error_type": "validation_error"}]
    )
    def test_any_client_error_is_a_refusal(self, api: Any, keywords: ManuelAPI, body: dict[str, str]) -> None:
        api.answer_json(body, 403)
        keywords.send_request("GET", "/api/manuals")
        keywords.response_should_be_a_refusal()

    @pytest.mark.parametrize(
        ("body", "status"), [({"message": "fine"}, 200), ({"message": "x"}, 502), ({}, 404)]
    )
    def test_other_responses_are_not_refusals(
        self, api: Any, keywords: ManuelAPI, body: dict[str, str], status: int
    ) -> None:
        api.answer_json(body, status)
        keywords.send_request("GET", "/api/manuals")
        with pytest.raises(AssertionError, match="Expected a rejection"):
            keywords.response_should_be_a_refusal()
