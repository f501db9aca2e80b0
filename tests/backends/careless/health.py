"""`/health` and `/version`."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import requests
from botocore.exceptions import BotoCoreError, ClientError
from flask import Blueprint, copy_current_request_context, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue

from careless.aws import Aws
from careless.errors import ApiError
from careless.identity import signed_in

CURRENT, SUPPORTED, DEPRECATED = "1.1", ["1.0", "1.1"], ["1.0"]
HEALTH = {"closed": "healthy", "half_open": "degraded", "open": "unhealthy"}
STARTED = time.time()
blueprint = Blueprint("health", __name__)


def wanted_version() -> str:
    """Return the version that the request asks for, if there is such a version."""
    accept = request.headers.get("Accept", "")
    named = [request.args.get("version"), request.headers.get("API-Version")]
    if "vnd.manuel.v" in accept:
        named.append(accept.split("vnd.manuel.v")[1].split("+")[0])
    return next((name for name in named if name in SUPPORTED), CURRENT)


def _aws() -> Aws:
    aws: Aws = current_app.extensions["aws"]
    return aws


def _worst(states: list[str]) -> str:
    return max(states, key=["healthy", "degraded", "unhealthy"].index)


@blueprint.get("/health")
def health() -> ResponseReturnValue:
    """Tell whether the process works."""
    breakers = {name: HEALTH[breaker.state] for name, breaker in _aws().breakers.items()}
    status = _worst(list(breakers.values()))
    if status == "unhealthy" and breakers["dynamodb"] != "unhealthy":
        status = "degraded"
    body = {
        "status": status,
        "timestamp": time.time(),
        "service": "manuel",
        "version": g.version,
        "environment": _aws().config.stage,
        "checks": {"configuration": "healthy", "circuit_breakers": status},
        "uptime_seconds": round(time.time() - STARTED, 1),
        "region": _aws().config.region,
    }
    return jsonify(body), 503 if status == "unhealthy" else 200


@blueprint.get("/health/deep")
def deep_health() -> ResponseReturnValue:
    """Ask every dependency."""
    with ThreadPoolExecutor(6) as threads:
        probes = {
            name: threads.submit(copy_current_request_context(_probe), probe, g.trace_id)
            for name, probe in _probes(_aws()).items()
        }
        services = {name: probe.result() for name, probe in probes.items()}
    status = _worst([service["status"] for service in services.values()])
    if status == "unhealthy" and services["dynamodb"]["status"] != "unhealthy":
        status = "degraded"
    body = {"status": status, "timestamp": int(time.time()), "services": services}
    return jsonify(body), 503 if status == "unhealthy" else 200


def _probes(aws: Aws) -> dict[str, Any]:
    config = aws.config
    nothing = {"user_id": {"S": "health"}, "date": {"S": "health"}}

    def transcribe() -> None:
        try:
            aws.client("transcribe").get_transcription_job(TranscriptionJobName="health")
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
                raise

    return {
        "dynamodb": lambda: aws.client("dynamodb").get_item(TableName=config.usage_table, Key=nothing),
        "s3": lambda: aws.client("s3").head_bucket(Bucket=config.manuals_bucket),
        "bedrock": lambda: aws.client("bedrock-agent").list_data_sources(
            knowledgeBaseId=config.knowledge_base
        ),
        "transcribe": transcribe,
        "cognito": lambda: requests.get(config.key_set, timeout=3).raise_for_status(),
        "cache": lambda: None,
    }


def _probe(probe: Any, trace_id: str) -> dict[str, Any]:
    g.trace_id = trace_id
    started = time.perf_counter()
    status = "unhealthy"
    with suppress(ClientError, BotoCoreError, requests.RequestException):
        probe()
        status = "healthy" if time.perf_counter() - started < 1 else "degraded"
    return {"status": status, "latency_ms": round((time.perf_counter() - started) * 1000, 1)}


@blueprint.get("/health/circuit-breakers")
@signed_in
def breakers() -> ResponseReturnValue:
    """Show every breaker."""
    states = {name: breaker.as_json() for name, breaker in _aws().breakers.items()}
    return jsonify({"circuit_breakers": states, "timestamp": int(time.time())})


@blueprint.post("/health/circuit-breakers/<service>/reset")
@signed_in
def reset(service: str) -> ResponseReturnValue:
    """Close a breaker."""
    if service not in _aws().breakers:
        raise ApiError(404, "not_found", "There is no such circuit breaker.")
    breaker = _aws().breakers[service]
    previous = breaker.state
    breaker.reset()
    body = {
        "service": service,
        "previous_state": previous,
        "state": "closed",
        "timestamp": int(time.time()),
    }
    return jsonify(body)


@blueprint.get("/version")
def version() -> ResponseReturnValue:
    """Show the versions."""
    body = {
        "version": g.version,
        "build": "2026.11",
        "current_version": CURRENT,
        "supported_versions": SUPPORTED,
        "deprecated_versions": DEPRECATED,
        "timestamp": int(time.time()),
    }
    return jsonify(body)


@blueprint.get("/version/compatibility")
def compatibility() -> ResponseReturnValue:
    """Show what became of each version."""
    body = {
        "requested_version": g.version,
        "current_version": CURRENT,
        "compatible": True,
        "deprecated": g.version in DEPRECATED,
        "versions": [
            {
                "version": name,
                "status": "deprecated" if name in DEPRECATED else "current",
                "compatible": True,
            }
            for name in SUPPORTED
        ],
        "timestamp": int(time.time()),
    }
    return jsonify(body)


@blueprint.get("/version/changelog")
def changelog() -> ResponseReturnValue:
    """Show what changed."""
    releases = [
        {
            "version": "1.1",
            "released": "2026-06-01",
            "changes": ["Fetch manuals from the web.", "Pages of lists."],
        },
        {"version": "1.0", "released": "2026-01-15", "changes": ["First release."]},
    ]
    return jsonify({"changelog": releases, "timestamp": int(time.time())})
