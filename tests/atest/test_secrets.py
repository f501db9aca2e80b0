"""Whatever testers do with secrets, no artefact of a run has one."""

import json
import os
import shlex
from pathlib import Path

from conftest import REPOSITORY, run
from support.secret_search import WrittenText

CANARY = REPOSITORY / "tests" / "atest" / "secrets"
ARTEFACTS = {
    *("output.xml", "log.html", "report.html", "xunit.xml", "results.json", "debug.txt", "syslog.txt"),
    *("console", "user_command_stdout.out", "user_command_stderr.out"),
}
KINDS = {
    *("MANUEL_TEST_PASSWORD", "TESTERS_API_KEY", "TESTERS_SECRET_ACCESS_KEY", "new password", "signature"),
    *("forged token", "minted token", "IdToken of InitiateAuth", "AccessToken of InitiateAuth"),
    *("RefreshToken of RespondToAuthChallenge", "SRP_A of InitiateAuth"),
    *("PASSWORD_CLAIM_SIGNATURE of RespondToAuthChallenge", "SECRET_BLOCK of InitiateAuth"),
}


def test_what_testers_do_with_secrets_leaves_none_in_any_artefact(tmp_path: Path) -> None:
    """Beside the secrets stand controls, one for each encoding: they show that the search finds what is not masked."""
    notes, output = tmp_path / "notes", tmp_path / "output"
    notes.mkdir()
    output.mkdir()
    done = run(
        *("manuel-tests", "run", "--verbose", "--debug", "--parallel", "2", "--outputdir", output, CANARY),
        cwd=tmp_path,
        CANARY_NOTES=str(notes),
        ROBOT_OPTIONS=f"--debugfile debug.txt --pythonpath {shlex.quote(str(CANARY))}",
        ROBOT_SYSLOG_FILE=str(output / "syslog.txt"),
        ROBOT_SYSLOG_LEVEL="TRACE",
        MANUEL_TEST_PASSWORD=_random_secret(),
        TESTERS_API_KEY=_random_secret(),
        TESTERS_SECRET_ACCESS_KEY=_random_secret(),
    )
    assert (notes / "the-stack-has-no-password").exists(), done.output
    noted = [json.loads(note.read_text()) for note in notes.glob("*.json")]
    assert len(noted) == 2, done.output
    secrets = {f"{name} = {value}": value for note in noted for name, value in note["secrets"].items()}
    assert {name.partition(" = ")[0] for name in secrets} >= KINDS

    written = {path: path.read_text(errors="replace") for path in output.rglob("*") if path.is_file()}
    searchable: set[str] = set()
    for path, text in {**written, Path("console"): done.output}.items():
        search = WrittenText(text)
        assert [name for name, value in secrets.items() if search.contains(value)] == [], path
        assert "send: b" not in text, f"{path}: HTTP debugging"
        if any(all(map(search.contains, note["controls"].values())) for note in noted):
            searchable.add(path.name)
    assert searchable >= ARTEFACTS


def _random_secret() -> str:
    return f'A"&+/\\z{os.urandom(16).hex()}'
