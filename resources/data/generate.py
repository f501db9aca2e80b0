# /// script
# requires-python = ">=3.11"
# dependencies = ["fpdf2==2.8.9", "pypdf==7.1.0", "pyyaml==6.0.3"]
# ///
"""Make the manuals and recordings of this folder anew from `sources/` and `transcripts.yaml`.

    uv run resources/data/generate.py

Needs the Debian packages `espeak-ng` and `ffmpeg`. What it makes is committed: the suites need neither.
The PDFs come out the same, byte by byte, on every run; recordings depend on the versions of these two.
"""

import io
import shutil
import subprocess
import wave
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import yaml
from compact_pdf import compact
from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod, XPos, YPos
from pypdf import PdfWriter

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
MANUALS = HERE / "manuals"
AUDIO = HERE / "audio"

PAGE_SEPARATOR = "\n---\n"
PRINTED_AT = datetime(2026, 1, 15, tzinfo=UTC)
SAMPLE_RATE = 16_000
SILENCE_SECONDS = 1
SPEECH = ("espeak-ng", "-v", "en-gb", "-s", "150", "--stdout")
FFMPEG = ("ffmpeg", "-v", "error", "-y", "-i", "-")
REPRODUCIBLE = ("-bitexact", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1")
CODECS = {
    ".wav": ("-c:a", "pcm_s16le"),
    ".flac": ("-c:a", "flac"),
    ".ogg": ("-c:a", "libvorbis", "-q:a", "2"),
    ".mp3": ("-c:a", "libmp3lame", "-b:a", "32k"),
    ".m4a": ("-c:a", "aac", "-b:a", "32k"),
    ".mp4": ("-c:a", "aac", "-b:a", "32k"),
    ".webm": ("-c:a", "libopus", "-b:a", "24k"),
}


class Manual(FPDF):
    """An A5 booklet with a running title and page numbers."""

    def __init__(self, title: str) -> None:
        super().__init__(format="A5")
        self.running_title = title
        self.set_title(title)
        self.set_lang("en-GB")
        self.set_creation_date(PRINTED_AT)
        self.set_margin(15)
        self.set_auto_page_break(auto=False)

    def footer(self) -> None:
        self.set_y(-12)
        self.set_font("Helvetica", size=8)
        self.set_text_color(110)
        self.cell(0, 5, f"{self.running_title}    {self.page_no()}", align="C")
        self.set_text_color(0)

    def add_text_page(self, text: str) -> None:
        """Set one page of the source: a heading, paragraphs, and list items."""
        self.add_page()
        for line in filter(None, text.splitlines()):
            if line.startswith("# "):
                self._write(line.removeprefix("# "), style="B", size=17, gap=4)
            elif line.startswith("- "):
                self._write(f"\u00b7 {line.removeprefix('- ')}", indent=3)
            elif line.partition(". ")[0].isdigit():
                self._write(line, indent=3)
            else:
                self._write(line, gap=2.5)
        if self.get_y() > self.h - 15:
            raise ValueError(
                f"Page {self.page_no()} of {self.running_title} is too long: shorten its source."
            )

    def _write(
        self, text: str, *, style: str = "", size: float = 10, gap: float = 1.5, indent: float = 0
    ) -> None:
        self.set_font("Helvetica", style=style, size=size)
        self.set_x(self.l_margin + indent)
        self.multi_cell(0, size * 0.5, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(gap)


def manual(name: str) -> Manual:
    pages = (SOURCES / f"{name}.md").read_text(encoding="utf-8").split(PAGE_SEPARATOR)
    booklet = Manual(pages[0].splitlines()[0].removeprefix("# "))
    for page in pages:
        booklet.add_text_page(page)
    return booklet


def scanned_manual() -> FPDF:
    """A manual whose only page is a drawing: there is no text to extract."""
    booklet = FPDF()
    booklet.set_creation_date(PRINTED_AT)
    booklet.add_page()
    booklet.rect(30, 40, 80, 110)
    booklet.ellipse(50, 70, 40, 40)
    booklet.line(30, 60, 110, 60)
    return booklet


def illustrated_manual() -> PdfWriter:
    """The thermostat's manual behind a cover that is a drawing."""
    booklet = PdfWriter()
    for name in ("scanned", "thermostat"):
        booklet.append(MANUALS / f"{name}.pdf")
    return booklet


def encrypted_manual(password: str, permissions: AccessPermission) -> Manual:
    """A manual that opens with this password, or without one, and allows this to whoever does not know its author's."""
    booklet = manual("thermostat")
    booklet.set_encryption(
        "owner",
        password,
        permissions=permissions,
        encryption_method=EncryptionMethod.RC4,  # AES would salt at random
    )
    return booklet


def write_manuals() -> None:
    for name in ("coffee-machine", "washing-machine", "thermostat"):
        manual(name).output(str(MANUALS / f"{name}.pdf"))
    scanned_manual().output(str(MANUALS / "scanned.pdf"))
    illustrated_manual().write(MANUALS / "illustrated.pdf")
    encrypted_manual("reader", AccessPermission.all()).output(str(MANUALS / "password-protected.pdf"))
    encrypted_manual("", AccessPermission.PRINT_LOW_RES).output(str(MANUALS / "not-to-be-changed.pdf"))
    (MANUALS / "compact.pdf").write_bytes(compact((MANUALS / "thermostat.pdf").read_bytes()))
    whole = (MANUALS / "coffee-machine.pdf").read_bytes()
    (MANUALS / "damaged.pdf").write_bytes(whole[: len(whole) // 3])
    (MANUALS / "not-a-pdf.pdf").write_text(
        "This is a plain text file whose name ends in .pdf. It has no PDF header, no objects and no pages.\n",
        encoding="utf-8",
    )


def speech(text: str) -> bytes:
    """Say `text`; no text is silence."""
    if text:
        return subprocess.run([*SPEECH, text], check=True, capture_output=True).stdout
    sound = io.BytesIO()
    with wave.open(sound, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(SAMPLE_RATE)
        recording.writeframes(bytes(2 * SAMPLE_RATE * SILENCE_SECONDS))
    return sound.getvalue()


def encode(sound: bytes, target: Path) -> None:
    subprocess.run(
        [*FFMPEG, "-ac", "1", "-ar", str(SAMPLE_RATE), *CODECS[target.suffix], *REPRODUCIBLE, str(target)],
        input=sound,
        check=True,
    )


def recordings() -> Iterator[tuple[Path, str | None]]:
    for name, transcript in yaml.safe_load((HERE / "transcripts.yaml").read_text(encoding="utf-8")).items():
        yield AUDIO / name, transcript


def write_recordings() -> None:
    for target, transcript in recordings():
        if transcript is None:
            target.write_bytes(b"RIFF\x24\x08\x00\x00WAVEfmt \x10\x00\x00\x00" + b"\xff" * 64)
        else:
            encode(speech(transcript), target)


def main() -> None:
    for folder in (MANUALS, AUDIO):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    write_manuals()
    write_recordings()


if __name__ == "__main__":
    main()
