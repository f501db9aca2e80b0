"""Which tokens the Cognito authorizer accepts."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from api_gateway import signing_keys
from api_gateway.authorizer import CognitoAuthorizer, UnauthorizedError
from api_gateway.signing_keys import (
    LIFETIME_SECONDS,
    PAUSE_SECONDS,
    RETRY_AFTER_SECONDS,
    SigningKeys,
    SigningKeysUnavailableError,
    UnknownKeyError,
)
from loopback_server.server import LoopbackServer
from support.reference_backend import Backend, User, sign, signing_key
from support.waiting import wait_until

ISSUER = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool"
CLIENT = "client"
DAY = 24 * 3600
"""Longer than a run of all tests takes: tokens are made when they are collected."""
FOREIGN_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class OneKey:
    """A user pool with one key."""

    def find(self, key_id: str) -> jwt.PyJWK:
        if key_id != "dummy":
            raise UnknownKeyError(key_id)
        numbers = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(signing_key().public_key()))
        return jwt.PyJWK.from_dict({**numbers, "kid": "dummy", "alg": "RS256"})


def claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    good = {
        "iss": ISSUER,
        "aud": CLIENT,
        "client_id": CLIENT,
        "sub": "user-1",
        "token_use": "id",
        "iat": now,
        "exp": now + DAY,
    }
    return {name: value for name, value in (good | changes).items() if value is not ...}


def authorizer(token_kind: Any = "id", scheme: str = "Bearer") -> CognitoAuthorizer:
    return CognitoAuthorizer(
        issuer=ISSUER, client_id=CLIENT, token_kind=token_kind, keys=OneKey(), scheme=scheme
    )


def part(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(header: Any, payload: Any) -> str:
    """Return a token with any header and payload that is really signed by the user pool."""
    message = f"{part(header)}.{part(payload)}"
    algorithm = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256)
    return f"{message}.{part(algorithm.sign(message.encode(), signing_key()))}"


def hmac_signed(key: bytes, header: dict[str, Any]) -> str:
    message = f"{part({'alg': 'HS256', 'kid': 'dummy', **header})}.{part(claims())}"
    return f"{message}.{part(hmac.new(key, message.encode(), hashlib.sha256).digest())}"


HEADER = {"alg": "RS256", "kid": "dummy"}
GOOD = signed(HEADER, claims())
PUBLIC = signing_key().public_key()
ENCODINGS = {
    "pem": PUBLIC.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo),
    "pkcs1": PUBLIC.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.PKCS1),
    "der": PUBLIC.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo),
    "modulus": PUBLIC.public_numbers().n.to_bytes(256, "big"),
}


def replace_part(number: int, value: str) -> str:
    parts = GOOD.split(".")
    parts[number] = value
    return ".".join(parts)


def last_character_changed() -> str:
    """Return another string that a lenient base64 decoder takes for the same bytes: the last two bits are meaningless."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return GOOD[:-1] + alphabet[alphabet.index(GOOD[-1]) ^ 1]


def psychic() -> str:
    header = part({"alg": "ES256", "kid": "dummy"})
    return f"{header}.{part(claims())}.{part(bytes(64))}"


def elliptic() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return jwt.encode(claims(), key, algorithm="ES256", headers={"kid": "dummy"})


NOW = int(time.time())
WITHOUT_END = json.dumps(claims())[:-1].encode()
JWK = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(FOREIGN_KEY.public_key()))
WRONG_ALGORITHMS = ("none", "None", "nOnE", "", None, ["RS256"], "RS512", "PS256", "HS256")
WRONG_KEY_IDS = (1, None, ["dummy"], {}, "", "x' UNION SELECT '1';--", "|sleep 10", "../dummy", "k" * 10_000)
WRONG_CLAIMS: dict[str, tuple[Any, ...]] = {
    "exp": (..., None, str(NOW + 3600), NOW + 3600.5, 10**30, -1, [NOW + 3600], True),
    "iat": (..., None, NOW + DAY, str(NOW), [NOW]),
    "nbf": (NOW + DAY, str(NOW), None),
    "iss": (..., None, f"{ISSUER}.evil.example", f"{ISSUER}x", [ISSUER], ""),
    "aud": (..., None, "other", [CLIENT], [CLIENT, "other"], ""),
    "sub": (..., None, "", " ", 1, {}, ["user-1"]),
    "token_use": (..., None, "access", "ID", "", ["id"]),
}
FORGED: dict[str, str] = {
    "no token": "",
    "one part": "x",
    "two parts": GOOD.rpartition(".")[0],
    "four parts": f"{GOOD}.x",
    "empty header": replace_part(0, ""),
    "empty payload": replace_part(1, ""),
    "empty signature": replace_part(2, ""),
    "cut signature": GOOD[:-4],
    "signature of zeroes": replace_part(2, part(bytes(256))),
    "last character changed": last_character_changed(),
    "padding": f"{GOOD}=",
    "white space": f"{GOOD} ",
    "plus in place of minus": replace_part(2, f"+{part(bytes(256))[1:]}"),
    "payload of another user": replace_part(1, part(claims(sub="user-2"))),
    "payload with a group": replace_part(1, part(claims(**{"cognito:groups": ["admin"]}))),
    **{f"alg {alg!r}": signed({**HEADER, "alg": alg}, claims()) for alg in WRONG_ALGORITHMS},
    "alg none without signature": f"{part({'alg': 'none', 'kid': 'dummy'})}.{part(claims())}.",
    "alg missing": signed({"kid": "dummy"}, claims()),
    **{f"hmac with {name}": hmac_signed(key, {}) for name, key in ENCODINGS.items()},
    "hmac with nothing": hmac_signed(b"", {}),
    "hmac with secret": hmac_signed(b"secret", {}),
    "hmac with dev null": hmac_signed(b"", {"kid": "../../../../dev/null"}),
    **{f"kid {str(kid)[:20]!r}": signed({**HEADER, "kid": kid}, claims()) for kid in WRONG_KEY_IDS},
    "kid missing": signed({"alg": "RS256"}, claims()),
    "crit": signed({**HEADER, "crit": ["b64"], "b64": False}, claims()),
    "crit unknown": signed({**HEADER, "crit": ["x"], "x": 1}, claims()),
    "foreign key": jwt.encode(claims(), FOREIGN_KEY, algorithm="RS256", headers={"kid": "dummy"}),
    "foreign key in header": jwt.encode(
        claims(), FOREIGN_KEY, algorithm="RS256", headers={"kid": "dummy", "jwk": JWK}
    ),
    "psychic signature": psychic(),
    "elliptic curve": elliptic(),
    "expired an hour ago": signed(HEADER, claims(iat=NOW - 7200, exp=NOW - 3600)),
    "expired a second ago": signed(HEADER, claims(iat=NOW - 3600, exp=NOW - 1)),
    **{
        f"{name} wrong {number}": signed(HEADER, claims(**{name: value}))
        for name, values in WRONG_CLAIMS.items()
        for number, value in enumerate(values)
    },
    "sub twice": signed(HEADER, WITHOUT_END + b', "sub": "user-2"}'),
    "exp twice": signed(HEADER, WITHOUT_END + b', "exp": 99999999999}'),
    "alg twice": signed(b'{"alg": "none", "alg": "RS256", "kid": "dummy"}', claims()),
    "payload is a list": signed(HEADER, [1]),
    "payload is a string": signed(HEADER, b"hello"),
    "payload is no UTF-8": signed(HEADER, b"\xff"),
    "payload with NaN": signed(HEADER, WITHOUT_END + b', "x": NaN}'),
    "very deep payload": signed(HEADER, WITHOUT_END + b', "x": ' + b"[" * 3000 + b"]" * 3000 + b"}"),
    "very long": signed(HEADER, claims(x="x" * 8192)),
}


def test_a_valid_token_identifies_its_user() -> None:
    assert authorizer().authorize(f"Bearer {GOOD}")["sub"] == "user-1"
    assert authorizer().authorize(f"bearer {GOOD}")["sub"] == "user-1"


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED)
def test_other_tokens_are_rejected(token: str) -> None:
    assert authorizer().authorize(f"Bearer {GOOD}")
    with pytest.raises(UnauthorizedError):
        authorizer().authorize(f"Bearer {token}")


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        GOOD,
        f"Token {GOOD}",
        "Basic dTpw",
        f"Bearer  {GOOD}",
        f"Bearer {GOOD},Bearer {GOOD}",
    ],
)
def test_a_token_must_have_the_scheme(header: str | None) -> None:
    with pytest.raises(UnauthorizedError):
        authorizer().authorize(header)


def test_without_a_scheme_the_header_is_the_token() -> None:
    plain = authorizer(scheme="")
    assert plain.authorize(GOOD)["sub"] == "user-1"
    for header in (None, "", f"Bearer {GOOD}"):
        with pytest.raises(UnauthorizedError):
            plain.authorize(header)


def test_the_kind_of_token_is_configurable() -> None:
    access = signed(HEADER, claims(token_use="access", aud=...))
    assert authorizer("access").authorize(f"Bearer {access}")["sub"] == "user-1"
    with pytest.raises(UnauthorizedError):
        authorizer("id").authorize(f"Bearer {access}")
    with pytest.raises(UnauthorizedError):
        authorizer("access").authorize(f"Bearer {GOOD}")
    with pytest.raises(UnauthorizedError):
        authorizer("access").authorize(
            "Bearer " + signed(HEADER, claims(token_use="access", client_id="other"))
        )


@pytest.mark.parametrize(
    ("groups", "text"),
    [(["admin"], "admin"), (["a", "b"], "a,b"), (["x,admin", "b"], "b"), ([1, "b"], "b"), ([], "")],
)
def test_groups_are_joined_to_one_string(groups: list[Any], text: str) -> None:
    token = signed(HEADER, claims(**{"cognito:groups": groups}))
    assert authorizer().authorize(f"Bearer {token}")["cognito:groups"] == text


@pytest.mark.parametrize("groups", ["admin", {"admin": 1}, None, 1])
def test_groups_that_are_not_a_list_are_ignored(groups: Any) -> None:
    token = signed(HEADER, claims(**{"cognito:groups": groups}))
    assert "cognito:groups" not in authorizer().authorize(f"Bearer {token}")


def test_all_rejections_look_the_same(backend: Backend, user: User) -> None:
    assert user.get("/api/user/quota").status_code == 200
    headers = [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer x"},
        {"Authorization": f"Bearer {backend.token('u', exp=1)}"},
        {"Authorization": f"Bearer {user.token[:-4]}"},
        {"Authorization": f"Bearer {sign({'sub': 'x'})}"},
    ]
    refused = [backend.call("GET", "/api/user/quota", headers=one) for one in headers]
    assert {(one.status_code, one.text) for one in refused} == {(401, '{"message": "Unauthorized"}')}
    assert user.get("/api/user/quota").status_code == 200


def test_a_token_elsewhere_does_not_count(backend: Backend, user: User) -> None:
    for name in ("access_token", "token", "Authorization"):
        assert backend.call("GET", "/api/user/quota", params={name: user.token}).status_code == 401
    assert (
        backend.call("GET", "/api/user/quota", headers={"Cookie": f"token={user.token}"}).status_code == 401
    )


class JwksSite:
    """A site with a key set, or with a response of status 500 while `body` is None, once it is open."""

    def __init__(self) -> None:
        self.requests = 0
        self.open = threading.Event()
        self.open.set()
        self.body: bytes | None = b""
        self.url = ""

    def __call__(self, _environ: Any, start_response: Any) -> list[bytes]:
        self.requests += 1
        self.open.wait()
        start_response("500 Internal Server Error" if self.body is None else "200 OK", [])
        return [self.body or b""]

    def show(self, *key_ids: str) -> None:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(PUBLIC))
        self.body = json.dumps(
            {"keys": [{**key, "kid": kid, "alg": "RS256", "use": "sig"} for kid in key_ids]}
        ).encode()


@pytest.fixture
def site() -> Iterator[JwksSite]:
    site = JwksSite()
    with LoopbackServer(site) as server:
        site.url = f"{server.url}/jwks.json"
        yield site


class TestSigningKeys:
    """The keys of the user pool are fetched as seldom as possible."""

    def test_keys_are_fetched_once(self, site: JwksSite) -> None:
        site.show("a", "b")
        keys = SigningKeys(site.url)
        assert [keys.find(kid).key_id for kid in ("a", "b", "a")] == ["a", "b", "a"]
        for _ in range(3):
            with pytest.raises(UnknownKeyError):
                keys.find("c")
        assert site.requests == 1

    @pytest.fixture
    def now(self) -> list[float]:
        return [0.0]

    @pytest.fixture
    def old_keys(self, site: JwksSite, now: list[float]) -> SigningKeys:
        """Keys that have to be fetched again, from a site that is down: they have been fetched once."""
        site.show("a")
        keys = SigningKeys(site.url, clock=lambda: now[0])
        keys.find("a")
        site.body = None
        now[0] = LIFETIME_SECONDS
        return keys

    def test_a_known_key_remains_valid_while_the_site_is_down(self, old_keys: SigningKeys) -> None:
        assert old_keys.find("a").key_id == "a"
        with pytest.raises(SigningKeysUnavailableError):
            old_keys.find("b")

    def test_a_site_that_is_down_is_asked_twice_a_minute(
        self, site: JwksSite, old_keys: SigningKeys, now: list[float]
    ) -> None:
        assert {old_keys.find("a").key_id for _ in range(3)} == {"a"}
        assert site.requests == 2
        now[0] += PAUSE_SECONDS
        old_keys.find("a")
        assert site.requests == 3

    def test_a_site_that_is_down_is_not_asked_for_each_unknown_key(
        self, site: JwksSite, old_keys: SigningKeys, now: list[float]
    ) -> None:
        for key_id in ("b", "c", "d"):
            with pytest.raises(SigningKeysUnavailableError):
                old_keys.find(key_id)
        assert site.requests == 2
        site.show("a", "b")
        now[0] += RETRY_AFTER_SECONDS
        assert old_keys.find("b").key_id == "b"

    @pytest.mark.parametrize(("sought", "seconds"), [("b", PAUSE_SECONDS), ("a", LIFETIME_SECONDS)])
    def test_nobody_with_a_known_key_waits_for_the_site(
        self, site: JwksSite, sought: str, seconds: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(signing_keys, "FETCH_TIMEOUT_SECONDS", 60)
        site.show("a")
        now = [0.0]
        keys = SigningKeys(site.url, clock=lambda: now[0])
        keys.find("a")
        site.show("a", "b")
        site.open.clear()
        now[0] = seconds
        with ThreadPoolExecutor(1) as executor:
            waiting = executor.submit(keys.find, sought)
            wait_until(lambda: site.requests == 2)
            assert keys.find("a").key_id == "a"
            assert not waiting.done()
            site.open.set()
            assert waiting.result().key_id == sought

    def test_several_who_seek_a_new_key_fetch_it_once(self, site: JwksSite) -> None:
        site.show("a")
        keys = SigningKeys(site.url)
        with ThreadPoolExecutor(4) as executor:
            assert {key.key_id for key in executor.map(keys.find, "aaaa")} == {"a"}
        assert site.requests == 1

    def test_a_new_key_is_fetched_and_an_old_one_forgotten(self, site: JwksSite) -> None:
        site.show("a")
        now = [0.0]
        keys = SigningKeys(site.url, clock=lambda: now[0])
        keys.find("a")
        site.show("a", "b")
        now[0] = PAUSE_SECONDS
        assert keys.find("b").key_id == "b"
        site.show("b")
        assert keys.find("a").key_id == "a"
        now[0] += LIFETIME_SECONDS
        with pytest.raises(UnknownKeyError):
            keys.find("a")
        assert site.requests == 3

    @pytest.mark.parametrize("body", [None, b"", b"[]", b"{}", b'{"keys": []}', b"<html>"])
    def test_without_any_key_nobody_is_authorized(self, site: JwksSite, body: bytes | None) -> None:
        site.body = body
        keys = SigningKeys(site.url)
        with pytest.raises((UnknownKeyError, SigningKeysUnavailableError)):
            keys.find("a")
        with pytest.raises(SigningKeysUnavailableError):
            keys.fetch()


def test_without_keys_the_gateway_is_unavailable(start_backend: Callable[..., Backend]) -> None:
    backend = start_backend(AWS_ENDPOINT_URL="http://127.0.0.1:9")
    refused = backend.user().get("/api/user/quota")
    assert (refused.status_code, refused.json()) == (503, {"message": "Service Unavailable"})
