"""Validation of StartTranscriptionJob.

Amazon Transcribe API reference, "StartTranscriptionJob".
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aws_stand_in.aws_response import AwsError, NotImitatedError

NOT_IMITATED = ("Subtitles", "ToxicityDetection", "ModelSettings", "LanguageIdSettings")
NOT_IMITATED_SETTINGS = ("VocabularyFilterName", "VocabularyFilterMethod")
REDACTED_LANGUAGES = ("en-US", "en-GB", "en-AU", "es-US")
FEWEST_LANGUAGE_OPTIONS = 2
_LANGUAGES = ("LanguageCode", "IdentifyLanguage", "IdentifyMultipleLanguages")
_TOGETHER = (("ShowSpeakerLabels", "MaxSpeakerLabels"), ("ShowAlternatives", "MaxAlternatives"))


def bad_request(message: str) -> AwsError:
    """Return the error of a request that Transcribe does not accept."""
    return AwsError("BadRequestException", message, status=HTTPStatus.BAD_REQUEST)


def require_job(account_id: str, region: str, given: Mapping[str, Any]) -> None:
    """Refuse a job that AWS would refuse at once, and one that would not be imitated.

    Args:
        account_id: Whose job.
        region: Where.
        given: The parameters of StartTranscriptionJob.

    Raises:
        AwsError: In AWS's words.
    """
    _require_imitated(given)
    _require_language(given)
    settings = given.get("Settings") or {}
    for shown, most in _TOGETHER:
        if bool(settings.get(shown)) != (settings.get(most) is not None):
            raise bad_request(f"If you specify {shown} or {most}, you must specify both. Check your request.")
    if settings.get("ShowSpeakerLabels") and settings.get("ChannelIdentification"):
        raise bad_request("You can't enable both ShowSpeakerLabels and ChannelIdentification in one request.")
    if name := settings.get("VocabularyName"):
        _require_vocabulary(account_id, region, name, given.get("LanguageCode"))
    redaction = given.get("ContentRedaction")
    if redaction and given.get("LanguageCode", REDACTED_LANGUAGES[0]) not in REDACTED_LANGUAGES:
        raise bad_request(f"Content redaction is not available for the language {given['LanguageCode']}.")
    if given.get("OutputKey") and not given.get("OutputBucketName"):
        raise bad_request("You must specify OutputBucketName if you specify OutputKey.")


def _require_imitated(given: Mapping[str, Any]) -> None:
    settings = given.get("Settings") or {}
    named = [name for name in NOT_IMITATED if given.get(name)]
    named += [name for name in NOT_IMITATED_SETTINGS if settings.get(name)]
    if named:
        raise NotImitatedError(f"transcription with {', '.join(named)}")


def _require_language(given: Mapping[str, Any]) -> None:
    if sum(bool(given.get(name)) for name in _LANGUAGES) != 1:
        raise bad_request(
            "Your request must include exactly one of LanguageCode, IdentifyLanguage and "
            "IdentifyMultipleLanguages."
        )
    options = given.get("LanguageOptions")
    if options is None:
        return
    if given.get("LanguageCode"):
        raise bad_request("You can't specify LanguageOptions if you specify LanguageCode.")
    if len(options) < FEWEST_LANGUAGE_OPTIONS or len(set(options)) < len(options):
        raise bad_request("LanguageOptions must include two or more different language codes.")


def _require_vocabulary(account_id: str, region: str, name: str, language: str | None) -> None:
    from moto.transcribe.models import transcribe_backends

    vocabulary = transcribe_backends[account_id][region].vocabularies.get(name)
    if vocabulary is None:
        raise bad_request(
            "The requested vocabulary couldn't be found. Check the vocabulary name and try your request again."
        )
    if language not in (None, vocabulary.language_code):
        raise bad_request(
            f"The vocabulary {name} is of the language {vocabulary.language_code}, the job is of {language}."
        )
