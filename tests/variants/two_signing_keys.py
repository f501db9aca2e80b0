"""The user pool publishes two keys, as it does during a rotation."""


def apply() -> None:
    """Publish another key before the current one."""
    import json

    from cryptography.hazmat.primitives.asymmetric import rsa
    from jwt.algorithms import RSAAlgorithm
    from moto.cognitoidp.responses import CognitoIdpJsonWebKeyResponse

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    other = {**RSAAlgorithm.to_jwk(key, as_dict=True), "kid": "next", "use": "sig", "alg": "RS256"}
    published = json.loads(CognitoIdpJsonWebKeyResponse.json_web_key)
    both = {"keys": [other, *published["keys"]]}
    CognitoIdpJsonWebKeyResponse.json_web_key = json.dumps(both).encode()
