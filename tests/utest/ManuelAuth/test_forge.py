"""Every forgery is accepted by a verifier that lacks the check it targets, and refused by a correct one."""

import dataclasses
import functools
import importlib.util
import json
import sys
import time
import urllib.request
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ManuelAuth.forge import FORGERIES, Material, find_forgery, keys
from ManuelAuth.forge.encoding import sign
from ManuelAuth.forge.flaws import SIGNATURE, flaw_of_forgery, flaw_of_token
from ManuelAuth.forge.key_server import start_key_server
from ManuelAuth.forge.signing import rs256

ISSUER = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool"
CLIENT_ID = "client"
KEY_SET_URL = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool/.well-known/jwks.json"


def load_verifiers() -> ModuleType:
    path = Path(__file__).with_name("verifiers.py")
    specification = importlib.util.spec_from_file_location("verifiers", path)
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module


verifiers = load_verifiers()
ACCEPTED_BY: dict[str, Any] = verifiers.ACCEPTED_BY


def claims(**others: Any) -> dict[str, Any]:
    now = int(time.time())
    return {"sub": "reader", "iss": ISSUER, "iat": now, "exp": now + 3600, **others}


@pytest.fixture(scope="module")
def material() -> Material:
    key = keys.stand_in_signing_key()
    header = {"kid": "dummy", "alg": "RS256"}
    return Material(
        token=sign(header, claims(token_use="id", aud=CLIENT_ID), rs256(key)),
        other_token=sign(header, claims(token_use="access", client_id=CLIENT_ID), rs256(key)),
        key_set_text=json.dumps({"keys": [keys.to_jwk(key.public_key(), "dummy")]}, indent=1).encode(),
        key_set_url=KEY_SET_URL,
        signing_key=key,
    )


def make_verifier(kind: Any, material: Material) -> Any:
    attackers_key = keys.to_jwk(keys.attacker_key().public_key(), "attacker")
    return kind(material.key_set_text, KEY_SET_URL, ISSUER, CLIENT_ID, lambda _: attackers_key)


def accepts_or_crashes(verifier: Any, token: str) -> bool:
    try:
        verifier.verify(token)
    except verifiers.RefusedError:
        return False
    except Exception:
        return True
    return True


def test_every_forgery_has_a_verifier_that_it_defeats() -> None:
    assert set(ACCEPTED_BY) == set(FORGERIES)


@pytest.mark.parametrize("name", FORGERIES)
def test_a_broken_verifier_accepts_it_and_a_correct_one_refuses_it(name: str, material: Material) -> None:
    token = find_forgery(name).make(material, {})
    assert accepts_or_crashes(make_verifier(ACCEPTED_BY[name], material), token)
    with pytest.raises(verifiers.RefusedError):
        make_verifier(verifiers.Verifier, material).verify(token)


@pytest.mark.parametrize(
    "kind", dict.fromkeys([verifiers.Verifier, *ACCEPTED_BY.values()]), ids=lambda kind: kind.__name__
)
def test_every_verifier_accepts_the_genuine_token(kind: Any, material: Material) -> None:
    assert make_verifier(kind, material).verify(material.token)["sub"] == "reader"


@pytest.mark.parametrize("name", [name for name, forgery in FORGERIES.items() if forgery.needs_signing_key])
def test_a_forgery_that_needs_the_signing_key_says_so(name: str, material: Material) -> None:
    without_key = dataclasses.replace(material, signing_key=None)
    with pytest.raises(PermissionError, match="user pool's own key"):
        find_forgery(name).make(without_key, {})


@pytest.mark.parametrize(
    "name", [name for name, forgery in FORGERIES.items() if not forgery.needs_signing_key]
)
def test_any_other_forgery_is_created_without_the_signing_key(name: str, material: Material) -> None:
    without_key = dataclasses.replace(material, signing_key=None)
    assert isinstance(find_forgery(name).make(without_key, {}), str)


def test_a_forged_token_fits_into_the_headers_of_a_request(material: Material) -> None:
    longest = max(len(forgery.make(material, {})) for forgery in FORGERIES.values())
    assert longest < 10_240 - 500


def test_durations_are_written_as_in_robot_framework(material: Material) -> None:
    token = find_forgery("expired").make(material, {"by": "2 minutes"})
    expiry = json.loads(verifiers.base64.urlsafe_b64decode(token.split(".")[1] + "=="))["exp"]
    assert expiry == pytest.approx(time.time() - 120, abs=5)


def test_secrets_to_guess_are_given_as_text(material: Material) -> None:
    token = find_forgery("hs256-weak-secret").make(material, {"secret": "changeme"})
    assert not accepts_or_crashes(make_verifier(verifiers.HasAWeakSecret, material), token)


def test_an_unknown_forgery_is_refused_with_a_suggestion() -> None:
    with pytest.raises(ValueError, match=r"There is no forgery 'alg-nonne'\. Did you mean alg-none"):
        find_forgery("alg-nonne")
    with pytest.raises(ValueError, match="There are: alg-none, alg-none-title-case"):
        find_forgery("xyz")


def test_an_unknown_option_is_refused(material: Material) -> None:
    with pytest.raises(ValueError, match=r"Forgery 'expired' has no option 'buy'\. Its options: by"):
        find_forgery("expired").make(material, {"buy": "1 hour"})
    with pytest.raises(ValueError, match=r"Forgery 'alg-none' has no option 'by'\. Its options: none"):
        find_forgery("alg-none").make(material, {"by": "1 hour"})


def test_every_forgery_has_a_summary_and_a_weakness() -> None:
    for forgery in FORGERIES.values():
        assert forgery.summary.endswith("."), forgery.name
        assert forgery.weakness.startswith("CWE-"), forgery.name


def test_the_key_server_serves_the_attackers_keys_and_remembers_requests() -> None:
    server = start_key_server()
    try:
        assert server.requests == []
        with urllib.request.urlopen(server.url, timeout=30) as reply:
            key_set = json.load(reply)
        assert keys.from_jwk(key_set["keys"][0]) == keys.attacker_key().public_key()
        assert server.requests[0].startswith("GET /jwks.json for 127.0.0.1:")
        assert ", from Python-urllib" in server.requests[0]
    finally:
        server.stop()


def test_the_suites_send_every_forgery() -> None:
    suites = Path(__file__).parents[3] / "suites" / "authentication"
    words = {word for suite in suites.glob("*.robot") for word in suite.read_text(encoding="utf-8").split()}
    assert set(FORGERIES) <= words


def test_the_name_in_the_suites_produces_characters_of_base64url(material: Material) -> None:
    payload = material.with_claims(name=">>>>>?????").split(".")[1]
    assert {"-", "_"} <= set(payload)


def test_forgeries_without_the_pools_key_have_a_wrong_signature_but_for_a_token_of_the_other_kind() -> None:
    flaws = {
        each.name: (flaw_of_forgery(each.name) == SIGNATURE, each.needs_signing_key)
        for each in FORGERIES.values()
    }
    assert {name for name, (is_unsigned, needs_key) in flaws.items() if is_unsigned == needs_key} == {
        "other-kind-of-token"
    }


def test_the_flaw_of_a_token_shows_in_its_claims_and_header() -> None:
    claims: dict[str, Any] = {"iss": "pool", "sub": "reader", "exp": 1060}
    header = {"alg": "RS256", "kid": "1"}
    flaw = functools.partial(flaw_of_token, genuine_claims=claims, genuine_header=header, now=1000.0)
    assert flaw({**claims, "exp": 1000}, header) == "expiry"
    assert flaw({**claims, "exp": 999.5}, header) == "expiry"
    assert flaw({**claims, "iss": "other"}, header) == "issuer"
    assert flaw(claims, {**header, "alg": "none"}) == SIGNATURE
    assert flaw(claims, header) is None
    assert flaw({**claims, "sub": "other"}, header) is None
