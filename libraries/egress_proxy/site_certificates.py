"""The certificates of sites, good ones and some that nobody should accept."""

import ssl
import tempfile
import threading
from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from pathlib import Path
from types import MappingProxyType

from egress_proxy.certificates import VALID, CertificateAuthority

ANOTHER_HOST = "another.example.com"
EXPIRED = timedelta(hours=-1)


class Flaw(Enum):
    """What is wrong with a certificate."""

    UNKNOWN_AUTHORITY = "signed by an authority that nobody trusts"
    ANOTHER_NAME = "issued for another host"
    EXPIRED = "no longer valid"


class _Authority(Enum):
    """Who signs certificates."""

    TRUSTED = "trusted"
    UNKNOWN = "unknown"


class SiteCertificates:
    """Issues a certificate for any host, with a flaw for some. Nothing is made before it is needed.

    Args:
        flaws: The hosts whose certificates have a flaw.
        folder: Where it has a folder of its own; None takes the one for temporary files.

    Example:
        >>> SiteCertificates({"untrusted.example.com": Flaw.UNKNOWN_AUTHORITY}).context_for("untrusted.example.com")
    """

    def __init__(self, flaws: Mapping[str, Flaw] = MappingProxyType({}), folder: Path | None = None) -> None:
        self._flaws = flaws
        self._folder = tempfile.TemporaryDirectory(prefix="certificates-", dir=folder)
        self._lock = threading.Lock()
        self._authorities: dict[_Authority, CertificateAuthority] = {}

    @property
    def certificate_file(self) -> Path:
        """What a client has to trust."""
        return self._authority(_Authority.TRUSTED).certificate_file

    def context_for(self, host: str) -> ssl.SSLContext:
        """Return the TLS settings of a server with this name or address."""
        flaw = self._flaws.get(host.lower())
        authority = _Authority.UNKNOWN if flaw is Flaw.UNKNOWN_AUTHORITY else _Authority.TRUSTED
        return self._authority(authority).context_for(
            ANOTHER_HOST if flaw is Flaw.ANOTHER_NAME else host, EXPIRED if flaw is Flaw.EXPIRED else VALID
        )

    def close(self) -> None:
        """Forget the authorities."""
        self._folder.cleanup()

    def _authority(self, name: _Authority) -> CertificateAuthority:
        with self._lock:
            if name not in self._authorities:
                folder = Path(self._folder.name) / name.value
                folder.mkdir()
                self._authorities[name] = CertificateAuthority(folder)
            return self._authorities[name]
