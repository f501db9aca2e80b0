"""A certificate authority that lives as long as its proxy, and is trusted by those alone who get its certificate."""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

VALID = timedelta(days=30)
CLOCKS_MAY_DIFFER = timedelta(days=1)


class CertificateAuthority:
    """Issues certificates for any host.

    Args:
        folder: A folder of its own, for the files that TLS libraries want to read.
    """

    def __init__(self, folder: Path) -> None:
        self.certificate_file = folder / "authority.pem"
        """What a client has to trust."""
        self._folder = folder
        self._lock = threading.Lock()
        self._contexts: dict[tuple[str, timedelta], ssl.SSLContext] = {}
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("Egress proxy of a test")
        self._certificate = self._issue_authority()
        self.certificate_file.write_bytes(self._certificate.public_bytes(Encoding.PEM))

    def context_for(self, host: str, valid_for: timedelta = VALID) -> ssl.SSLContext:
        """Return the TLS settings of a server with this name or address.

        Args:
            host: The name or address.
            valid_for: How long its certificate is valid from now on; a negative time is that since it has expired, less than a
                day.
        """
        with self._lock:
            if (host, valid_for) not in self._contexts:
                self._contexts[host, valid_for] = self._new_context(host, valid_for)
            return self._contexts[host, valid_for]

    def _new_context(self, host: str, valid_for: timedelta) -> ssl.SSLContext:
        key = self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        chain = self._folder / f"host-{len(self._contexts)}.pem"
        chain.touch(0o600)
        chain.write_bytes(key + self._issue(host, valid_for).public_bytes(Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain)
        return context

    def _issue(self, host: str, valid_for: timedelta) -> x509.Certificate:
        return (
            self._builder(_name(host[:64]), valid_for)
            .add_extension(x509.SubjectAlternativeName([_general_name(host)]), critical=False)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False
            )
            .sign(self._key, hashes.SHA256())
        )

    def _issue_authority(self) -> x509.Certificate:
        return (
            self._builder(self._name, VALID)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False)
            .add_extension(_SIGNS_CERTIFICATES, critical=True)
            .sign(self._key, hashes.SHA256())
        )

    def _builder(self, subject: x509.Name, valid_for: timedelta) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - CLOCKS_MAY_DIFFER)
            .not_valid_after(now + valid_for)
        )


_SIGNS_CERTIFICATES = x509.KeyUsage(
    digital_signature=True,
    key_cert_sign=True,
    crl_sign=True,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    encipher_only=False,
    decipher_only=False,
)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
