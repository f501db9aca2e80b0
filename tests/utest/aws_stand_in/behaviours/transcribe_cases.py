"""Cases of Transcribe: what is refused when a job starts. An ending of a message begins with `…`."""

from typing import Any

from behaviours import Case

API = "Amazon Transcribe API reference, "
GUIDE = "Amazon Transcribe Developer Guide, "
BAD = "BadRequestException"
STATUSES = {BAD: 400, "NotImplemented": 501}
"""The HTTP status of each code."""
LANGUAGES = (
    "Your request must include exactly one of LanguageCode, IdentifyLanguage and IdentifyMultipleLanguages."
)
NO_MEDIA = "The S3 URI that you provided can't be accessed. Make sure that you have read permission and try your request again."


def job(**parameters: Any) -> dict[str, Any]:
    given = {
        "TranscriptionJobName": "job",
        "LanguageCode": "en-US",
        "Media": {"MediaFileUri": "s3://audio/q.wav"},
        **parameters,
    }
    return {name: value for name, value in given.items() if value is not None}


def refused(name: str, page: str, message: str, **parameters: Any) -> Case:
    return Case(name, page, "start_transcription_job", job(**parameters), (BAD, message))


def together(one: str, other: str) -> str:
    return f"If you specify {one} or {other}, you must specify both. Check your request."


REDACTION = {"RedactionType": "PII", "RedactionOutput": "redacted"}
CASES = [
    refused("media has to be there", API + "StartTranscriptionJob", NO_MEDIA, Media={"MediaFileUri": "s3://audio/missing.wav"}),
    refused("the bucket of media has to be there", API + "StartTranscriptionJob", NO_MEDIA, Media={"MediaFileUri": "s3://nowhere/q.wav"}),
    refused("a job has a name", API + "StartTranscriptionJob", "…'transcriptionJobName' failed to satisfy constraint: Member must not be null", TranscriptionJobName=None),
    refused("a name has no blanks", API + "StartTranscriptionJob", "…Member must satisfy regular expression pattern: ^[0-9a-zA-Z._-]+", TranscriptionJobName="a b"),
    refused("a name has 200 characters at most", API + "StartTranscriptionJob", "…Member must have length less than or equal to 200", TranscriptionJobName="a" * 201),
    refused("a language is one way", API + "StartTranscriptionJob", LANGUAGES, IdentifyLanguage=True),
    refused("a language is one way at least", API + "StartTranscriptionJob", LANGUAGES, LanguageCode=None),
    refused("options are of languages to identify", API + "StartTranscriptionJob", "You can't specify LanguageOptions if you specify LanguageCode.", LanguageOptions=["en-US", "de-DE"]),
    refused("options are two at least", GUIDE + "Identifying languages with batch transcription jobs", "LanguageOptions must include two or more different language codes.",
            LanguageCode=None, IdentifyLanguage=True, LanguageOptions=["en-US"]),
    refused("speakers have a number", GUIDE + "Partitioning speakers", together("ShowSpeakerLabels", "MaxSpeakerLabels"), Settings={"ShowSpeakerLabels": True}),
    refused("a number of speakers is of speakers that are shown", GUIDE + "Partitioning speakers", together("ShowSpeakerLabels", "MaxSpeakerLabels"), Settings={"MaxSpeakerLabels": 2}),
    refused("alternatives have a number", API + "Settings", together("ShowAlternatives", "MaxAlternatives"), Settings={"ShowAlternatives": True}),
    refused("speakers are two at least", API + "Settings", "…Member must have value greater than or equal to 2", Settings={"ShowSpeakerLabels": True, "MaxSpeakerLabels": 1}),
    refused("either speakers or channels", API + "Settings", "You can't enable both ShowSpeakerLabels and ChannelIdentification in one request.",
            Settings={"ShowSpeakerLabels": True, "MaxSpeakerLabels": 2, "ChannelIdentification": True}),
    refused("a vocabulary has to be there", API + "Settings",
            "The requested vocabulary couldn't be found. Check the vocabulary name and try your request again.", Settings={"VocabularyName": "none"}),
    refused("a vocabulary has the job's language", API + "Settings", "The vocabulary words is of the language en-US, the job is of de-DE.",
            LanguageCode="de-DE", Settings={"VocabularyName": "words"}),
    refused("redaction has its languages", GUIDE + "Redacting or identifying personally identifiable information", "Content redaction is not available for the language de-DE.",
            LanguageCode="de-DE", ContentRedaction=REDACTION),
    refused("an output bucket has to be there", API + "StartTranscriptionJob",
            "The S3 bucket that you specified for OutputBucketName can't be accessed. Make sure that it exists and try your request again.", OutputBucketName="nowhere"),
    refused("a key is in a bucket", API + "StartTranscriptionJob", "You must specify OutputBucketName if you specify OutputKey.", OutputKey="out/"),
    Case("subtitles are not imitated", API + "Subtitles", "start_transcription_job", job(Subtitles={"Formats": ["vtt"]}),
         ("NotImplemented", "The AWS stand-in does not imitate transcription with Subtitles.")),
]  # fmt: skip
