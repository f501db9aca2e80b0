"""The committed manuals and recordings are what the suites take them for."""

import wave
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader
from pypdf.constants import UserAccessPermissions
from pypdf.errors import FileNotDecryptedError, PdfReadError

DATA = Path(__file__).parents[3] / "resources/data"
MANUALS = DATA / "manuals"
AUDIO = DATA / "audio"
TEXT_MANUALS = ("coffee-machine.pdf", "washing-machine.pdf", "thermostat.pdf")
TRANSCRIPTS = yaml.safe_load((DATA / "transcripts.yaml").read_text(encoding="utf-8"))


def pages(manual: str) -> list[str]:
    return [page.extract_text() for page in PdfReader(MANUALS / manual).pages]


def pages_with(word: str, manual: str) -> list[int]:
    return [number for number, text in enumerate(pages(manual), start=1) if word in text]


@pytest.mark.parametrize(
    ("manual", "page_count"), [("coffee-machine.pdf", 10), ("washing-machine.pdf", 8), ("thermostat.pdf", 4)]
)
def test_manual_has_text_on_every_page(manual: str, page_count: int) -> None:
    assert len(pages(manual)) == page_count
    assert all(len(text) > 100 for text in pages(manual))


@pytest.mark.parametrize(
    ("word", "manual", "page"),
    [
        ("descale the machine", "coffee-machine.pdf", 7),
        ("Clean the drain filter every", "washing-machine.pdf", 6),
        ("To set holiday mode", "thermostat.pdf", 3),
        ("To update the firmware", "thermostat.pdf", 4),
    ],
)
def test_subject_is_on_one_page_of_one_manual(word: str, manual: str, page: int) -> None:
    found = {name: pages_with(word, name) for name in TEXT_MANUALS}
    assert found == {name: [page] if name == manual else [] for name in found}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("manual", ["damaged.pdf", "not-a-pdf.pdf"])
def test_broken_manual_cannot_be_read(manual: str) -> None:
    with pytest.raises(PdfReadError):
        pages(manual)


def test_compact_manual_is_that_of_the_thermostat_without_a_page_outside_its_object_stream() -> None:
    assert pages("compact.pdf") == pages("thermostat.pdf")
    content = (MANUALS / "compact.pdf").read_bytes()
    assert b"/ObjStm" in content
    assert b"/Page" not in content


def test_scanned_manual_has_no_text() -> None:
    assert pages("scanned.pdf") == [""]


def test_illustrated_manual_is_that_of_the_thermostat_behind_a_cover_without_text() -> None:
    assert pages("illustrated.pdf") == ["", *pages("thermostat.pdf")]


def test_manual_not_to_be_changed_is_encrypted_and_opens_without_a_password() -> None:
    reader = PdfReader(MANUALS / "not-to-be-changed.pdf")
    assert reader.is_encrypted
    assert reader.user_access_permissions is not None
    assert not reader.user_access_permissions & (UserAccessPermissions.MODIFY | UserAccessPermissions.EXTRACT)
    assert pages("not-to-be-changed.pdf") == pages("thermostat.pdf")


def test_protected_manual_needs_its_password() -> None:
    with pytest.raises(FileNotDecryptedError):
        pages("password-protected.pdf")
    assert len(PdfReader(MANUALS / "password-protected.pdf", password="reader").pages) == 4


def test_every_recording_has_a_transcript() -> None:
    assert set(TRANSCRIPTS) == {recording.name for recording in AUDIO.iterdir()}


@pytest.mark.parametrize(
    "name", [name for name, said in TRANSCRIPTS.items() if said is not None and ".wav" in name]
)
def test_speech_is_16_khz_mono(name: str) -> None:
    with wave.open(str(AUDIO / name)) as recording:
        assert (recording.getframerate(), recording.getnchannels(), recording.getsampwidth()) == (
            16_000,
            1,
            2,
        )
        assert 0.5 < recording.getnframes() / 16_000 < 5


def test_broken_recording_is_no_wave_file() -> None:
    with pytest.raises((wave.Error, EOFError)), wave.open(str(AUDIO / "broken.wav")):
        pass


def test_all_of_it_is_small() -> None:
    assert max(file.stat().st_size for file in DATA.rglob("*") if file.is_file()) <= 100_000
