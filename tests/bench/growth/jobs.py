"""Transcription jobs, knowledge bases and the stand-in model."""

import io
import itertools
import json
import time
import wave
from contextlib import suppress
from typing import Any

from aws_requests import Request, rest_json_request, s3_request
from aws_servers import RefusedError
from growth.holding import Holding, question

BUCKET = "/growth-jobs"
MODEL = "/model/anthropic.claude-3-haiku-20240307-v1%3A0/invoke"


def recording() -> bytes:
    """Return a second of silence."""
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\0" * 8000)
    return content.getvalue()


class TranscriptionJobs(Holding):
    title = "transcription jobs"
    only_ours = True

    def prepare(self) -> None:
        self.numbers = itertools.count()
        self.send(s3_request("CreateBucket", "PUT", BUCKET, account=self.account))
        self.send(s3_request("PutObject", "PUT", f"{BUCKET}/a.wav", recording(), self.account))
        self.start("asked")

    def fill(self, numbers: range) -> None:
        for number in numbers:
            self.start(f"other-{number}")

    def start(self, name: str) -> None:
        """Start a job."""
        self.json(
            "transcribe",
            "StartTranscriptionJob",
            TranscriptionJobName=name,
            LanguageCode="en-US",
            Media={"MediaFileUri": f"s3:/{BUCKET}/a.wav"},
        )

    @question("StartTranscriptionJob")
    def start_one_more(self) -> None:
        self.start(f"one-more-{next(self.numbers)}")

    @question("GetTranscriptionJob")
    def get_job(self) -> None:
        self.json("transcribe", "GetTranscriptionJob", TranscriptionJobName="asked")

    @question("ListTranscriptionJobs of a page of 5")
    def list_jobs(self) -> None:
        self.json("transcribe", "ListTranscriptionJobs", MaxResults=5)


class Documents(Holding):
    title = "documents in the knowledge base"
    only_ours = True

    def prepare(self) -> None:
        self.send(s3_request("CreateBucket", "PUT", BUCKET, account=self.account))
        created = self.rest(
            "PUT",
            "/knowledgebases/",
            name="growth",
            roleArn="arn:aws:iam::000000000001:role/growth",
            knowledgeBaseConfiguration={"type": "VECTOR"},
        )
        self.path = f"/knowledgebases/{created['knowledgeBase']['knowledgeBaseId']}"
        bucket = {"bucketArn": f"arn:aws:s3:::{BUCKET.strip('/')}"}
        source = self.rest(
            "PUT",
            f"{self.path}/datasources/",
            name="growth",
            dataSourceConfiguration={"type": "S3", "s3Configuration": bucket},
        )
        self.jobs = f"{self.path}/datasources/{source['dataSource']['dataSourceId']}/ingestionjobs/"
        self.put("asked.txt", "Descale the boiler with vinegar.")
        self.ingest()

    def fill(self, numbers: range) -> None:
        for number in numbers:
            self.put(f"other-{number}.txt", f"Number {number} is about coffee.")
        self.ingest()

    def put(self, key: str, text: str) -> None:
        """Put a document."""
        self.send(s3_request("PutObject", "PUT", f"{BUCKET}/{key}", text.encode(), self.account))

    def ingest(self) -> None:
        """Ingest what is new, and wait for it."""
        self.job = self.rest("PUT", self.jobs)["ingestionJob"]["ingestionJobId"]
        while self.rest("GET", self.jobs + self.job)["ingestionJob"]["status"] != "COMPLETE":
            time.sleep(0.01)

    def rest(self, method: str, path: str, **parameters: Any) -> dict[str, Any]:
        """Send a request to a path, and return its result."""
        return self.call(rest_json_request("bedrock", path, method, path, self.account, **parameters))

    @question("Retrieve of 1 chunk")
    def retrieve(self) -> None:
        query = {"text": "How do I descale the boiler?"}
        assert len(self.rest("POST", f"{self.path}/retrieve", retrievalQuery=query)["retrievalResults"]) == 1

    @question("GetIngestionJob")
    def get_ingestion_job(self) -> None:
        self.rest("GET", self.jobs + self.job)


class IngestionJobs(Documents):
    title = "ingestion jobs of the knowledge base"
    largest = 1_000
    asked = ("retrieve", "get_ingestion_job")

    def fill(self, numbers: range) -> None:
        for _ in numbers:
            started = self.rest("PUT", self.jobs)["ingestionJob"]["ingestionJobId"]
            with suppress(RefusedError):  # on a busy machine it may be over; one that is not refuses the next
                self.rest("POST", f"{self.jobs}{started}/stop")


class UsedScripts(Holding):
    title = "answers scripted and given"
    only_ours = True

    def fill(self, numbers: range) -> None:
        path = f"/_mockaws/scripts/answers?account_id={self.account}"
        script = json.dumps({"answer": "Press P.", "times": 1}).encode()
        for _ in numbers:
            self.send(Request("scripts", "PUT", path, script, {}))
            self.invoke_model()

    @question("InvokeModel")
    def invoke_model(self) -> None:
        self.call(
            rest_json_request(
                "bedrock",
                "InvokeModel",
                "POST",
                MODEL,
                self.account,
                anthropic_version="bedrock-2023-05-31",
                max_tokens=100,
                messages=[{"role": "user", "content": "How do I descale?"}],
            )
        )
