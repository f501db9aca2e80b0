"""A server of the attacker's keys, which a correct verifier never contacts."""

import json

from loopback_server.recording_site import RecordingSite
from ManuelAuth.forge.headers import ATTACKER_KEY_ID
from ManuelAuth.forge.keys import attacker_key, to_jwk


def start_key_server() -> RecordingSite:
    """Serve the attacker's key set on this machine, and record every request."""
    key_set = {"keys": [to_jwk(attacker_key().public_key(), ATTACKER_KEY_ID)]}
    return RecordingSite("jwks.json", json.dumps(key_set).encode(), "application/json")
