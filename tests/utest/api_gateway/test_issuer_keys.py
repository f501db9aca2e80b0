"""Where the keys of issuers are found."""

import json
from collections.abc import Iterable
from typing import Any

import jwt
import pytest

from api_gateway.authorizers.issuer_keys import IssuerKeys
from api_gateway.signing_keys import SigningKeysUnavailableError
from loopback_server.server import LoopbackServer
from support.reference_backend import signing_key

KEY = {
    **json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(signing_key().public_key())),
    "kid": "dummy",
    "use": "sig",
}


def serve(paths: dict[str, Any]) -> LoopbackServer:
    def answer(environ: Any, start_response: Any) -> Iterable[bytes]:
        start_response("200 OK" if environ["PATH_INFO"] in paths else "404 Not Found", [])
        return [json.dumps(paths.get(environ["PATH_INFO"])).encode()]

    return LoopbackServer(answer)


def test_keys_of_a_user_pool_come_from_our_aws() -> None:
    with serve({"/eu-west-1_pool/.well-known/jwks.json": {"keys": [KEY]}}) as aws:
        keys = IssuerKeys(aws.url)("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool")

        assert keys.find("dummy").key_id == "dummy"


def test_keys_of_another_issuer_are_where_it_says() -> None:
    paths: dict[str, Any] = {"/keys": {"keys": [KEY]}}
    with serve(paths) as issuer:
        paths["/.well-known/openid-configuration"] = {"jwks_uri": f"{issuer.url}/keys"}
        source = IssuerKeys("http://127.0.0.1:1")

        assert source(issuer.url).find("dummy").key_id == "dummy"
        assert source(issuer.url) is source(issuer.url)


def test_nothing_is_fetched_from_other_machines() -> None:
    with pytest.raises(SigningKeysUnavailableError, match=r"https://issuer\.example is not on this machine"):
        IssuerKeys("http://127.0.0.1:1")("https://issuer.example")


def test_issuer_without_a_document_has_no_keys() -> None:
    with (
        serve({}) as issuer,
        pytest.raises(SigningKeysUnavailableError, match="does not say where the keys are"),
    ):
        IssuerKeys("http://127.0.0.1:1")(issuer.url)
