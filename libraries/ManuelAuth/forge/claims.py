"""Tokens signed with the user pool's own key, with claims that the API must not accept."""

from datetime import timedelta

from ManuelAuth.forge.catalogue import forgery
from ManuelAuth.forge.encoding import to_json
from ManuelAuth.forge.material import Material

EXPIRY = "CWE-613"
ISSUER = "CWE-346"
CONFUSED = "CWE-863"
MALFORMED = "CWE-20"
HOUR = timedelta(hours=1)
ANOTHER_CLIENT = "1h57kf5cpq17m0eml12EXAMPLE"


@forgery("expired", EXPIRY, needs_signing_key=True)
def expired(material: Material, by: timedelta = HOUR) -> str:
    """A token that has expired; `by=` says how long ago."""
    expiry = material.now - int(by.total_seconds())
    return material.with_claims(exp=expiry, iat=expiry - 3600, auth_time=expiry - 3600)


@forgery("expiry-missing", EXPIRY, needs_signing_key=True)
def expiry_missing(material: Material) -> str:
    """A token that never expires."""
    return material.without_claims("exp")


@forgery("expiry-text", MALFORMED, needs_signing_key=True)
def expiry_text(material: Material) -> str:
    """An expiry that is not a number."""
    return material.with_claims(exp="tomorrow")


@forgery("expiry-null", MALFORMED, needs_signing_key=True)
def expiry_null(material: Material) -> str:
    """An expiry that is null."""
    return material.with_claims(exp=None)


@forgery("expiry-list", MALFORMED, needs_signing_key=True)
def expiry_list(material: Material) -> str:
    """An expiry that is a list with a valid one in it."""
    return material.with_claims(exp=[material.claims["exp"]])


@forgery("expiry-negative", EXPIRY, needs_signing_key=True)
def expiry_negative(material: Material) -> str:
    """An expiry before 1970."""
    return material.with_claims(exp=-1)


@forgery("expiry-twice", MALFORMED, needs_signing_key=True)
def expiry_twice(material: Material) -> str:
    """Two expiries, the first of them in the past: parsers differ on which one counts (RFC 7519, section 4)."""
    return material.signed_by_the_pool(_doubled(material, "exp", material.now - 3600))


@forgery("not-yet-valid", EXPIRY, needs_signing_key=True)
def not_yet_valid(material: Material, by: timedelta = HOUR) -> str:
    """A token that is not valid yet; `by=` says for how long."""
    return material.with_claims(nbf=material.now + int(by.total_seconds()))


@forgery("issued-in-the-future", EXPIRY, needs_signing_key=True)
def issued_in_the_future(material: Material, by: timedelta = HOUR) -> str:
    """A token issued in the future; `by=` says how far ahead."""
    issued = material.now + int(by.total_seconds())
    return material.with_claims(iat=issued, exp=issued + 3600)


@forgery("issuer-of-another-pool", ISSUER, needs_signing_key=True)
def issuer_of_another_pool(material: Material) -> str:
    """A token of another user pool in the same region."""
    return material.with_claims(iss=f"{material.claims['iss']}Other")


@forgery("issuer-with-a-suffix", ISSUER, needs_signing_key=True)
def issuer_with_a_suffix(material: Material) -> str:
    """An issuer that merely begins like that of the pool."""
    return material.with_claims(iss=f"{material.claims['iss']}.attacker.example")


@forgery("issuer-with-another-host", ISSUER, needs_signing_key=True)
def issuer_with_another_host(material: Material) -> str:
    """An issuer that merely ends like that of the pool: with the pool's id."""
    _, _, pool_id = material.claims["iss"].rpartition("/")
    return material.with_claims(iss=f"https://attacker.example/{pool_id}")


@forgery("issuer-in-another-letter-case", ISSUER, needs_signing_key=True)
def issuer_in_another_letter_case(material: Material) -> str:
    """Another pool, whose id differs from that of the pool in letter case only."""
    region, _, unique_part = material.claims["iss"].rpartition("_")
    return material.with_claims(iss=f"{region}_{unique_part.swapcase()}")


@forgery("issuer-missing", ISSUER, needs_signing_key=True)
def issuer_missing(material: Material) -> str:
    """A token without an issuer."""
    return material.without_claims("iss")


@forgery("issuer-list", ISSUER, needs_signing_key=True)
def issuer_list(material: Material) -> str:
    """A list of issuers with the pool in it."""
    return material.with_claims(iss=["https://attacker.example", material.claims["iss"]])


@forgery("client-of-another-app", CONFUSED, needs_signing_key=True)
def client_of_another_app(material: Material) -> str:
    """A token for another app client of the same pool."""
    return material.with_claims(**{material.client_claim: ANOTHER_CLIENT})


@forgery("client-with-a-suffix", CONFUSED, needs_signing_key=True)
def client_with_a_suffix(material: Material) -> str:
    """An app client whose id merely begins like that of the genuine one."""
    return material.with_claims(**{material.client_claim: f"{material.claims[material.client_claim]}x"})


@forgery("client-in-another-letter-case", CONFUSED, needs_signing_key=True)
def client_in_another_letter_case(material: Material) -> str:
    """An app client whose id differs from that of the genuine one in its letter case."""
    return material.with_claims(**{material.client_claim: material.claims[material.client_claim].swapcase()})


@forgery("client-inside-the-genuine-one", CONFUSED, needs_signing_key=True)
def client_inside_the_genuine_one(material: Material) -> str:
    """An app client whose id is a part of that of the genuine one."""
    return material.with_claims(**{material.client_claim: material.claims[material.client_claim][1:-1]})


@forgery("client-in-the-other-claim", CONFUSED, needs_signing_key=True)
def client_in_the_other_claim(material: Material) -> str:
    """A token for another app client, with the genuine one in the claim that tokens of the other kind have for it."""
    other_claim = "aud" if material.client_claim == "client_id" else "client_id"
    genuine = material.claims[material.client_claim]
    return material.with_claims(**{material.client_claim: ANOTHER_CLIENT, other_claim: genuine})


@forgery("client-missing", CONFUSED, needs_signing_key=True)
def client_missing(material: Material) -> str:
    """A token that names no app client."""
    return material.without_claims("aud", "client_id")


@forgery("other-kind-of-token", CONFUSED)
def other_kind_of_token(material: Material) -> str:
    """The genuine access token for an API that accepts ID tokens, or the other way round."""
    return material.other_token


@forgery("token-use-changed", CONFUSED, needs_signing_key=True)
def token_use_changed(material: Material) -> str:
    """The genuine token, claiming to be of the other kind."""
    return material.with_claims(token_use="access" if material.claims["token_use"] == "id" else "id")


@forgery("token-use-upper-case", CONFUSED, needs_signing_key=True)
def token_use_upper_case(material: Material) -> str:
    """`token_use` in upper case."""
    return material.with_claims(token_use=material.claims["token_use"].upper())


@forgery("token-use-missing", CONFUSED, needs_signing_key=True)
def token_use_missing(material: Material) -> str:
    """A token that does not say which kind it is."""
    return material.without_claims("token_use")


@forgery("subject-missing", MALFORMED, needs_signing_key=True)
def subject_missing(material: Material) -> str:
    """A token without a user, which must not be mapped to a default user."""
    return material.without_claims("sub", "username", "cognito:username")


@forgery("subject-empty", MALFORMED, needs_signing_key=True)
def subject_empty(material: Material) -> str:
    """A user without an id."""
    return material.with_claims(sub="")


@forgery("subject-object", MALFORMED, needs_signing_key=True)
def subject_object(material: Material) -> str:
    """A user id that is an object."""
    return material.with_claims(sub={"S": material.claims["sub"]})


@forgery("subject-twice", MALFORMED, needs_signing_key=True)
def subject_twice(material: Material) -> str:
    """Two user ids: the authorizer may see one and the backend the other (RFC 7519, section 4)."""
    return material.signed_by_the_pool(_doubled(material, "sub", material.victim_id))


@forgery("payload-list", MALFORMED, needs_signing_key=True)
def payload_list(material: Material) -> str:
    """A payload that is a list."""
    return material.signed_by_the_pool(b"[1]")


@forgery("payload-text", MALFORMED, needs_signing_key=True)
def payload_text(material: Material) -> str:
    """A payload that is not JSON."""
    return material.signed_by_the_pool(b"hello")


def _doubled(material: Material, claim: str, first: object) -> bytes:
    """Return the claims with one of them twice, the first time with another value."""
    return b"{" + to_json({claim: first})[1:-1] + b"," + to_json(material.claims)[1:]
