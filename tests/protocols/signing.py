"""Detached signatures made for tests: a key and a certificate of one's own, DER or PEM."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

MOSCOW = ZoneInfo("Europe/Moscow")
SIGNER, CENTRE, SNILS = "Маркова Анна Павловна", "Удостоверяющий центр", "12345678901"
GOST_256 = "1.2.643.7.1.1.2.2"


@cache
def _certified() -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    names = [
        x509.NameAttribute(NameOID.COMMON_NAME, SIGNER),
        x509.NameAttribute(NameOID.TITLE, "Председатель"),
        x509.NameAttribute(x509.ObjectIdentifier("1.2.643.100.3"), SNILS),
    ]
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(names))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, CENTRE)]))
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=MOSCOW))
        .not_valid_after(datetime(2027, 1, 1, tzinfo=MOSCOW))
        .sign(key, hashes.SHA256())
    )
    return made, key


def signature_of(document: bytes, *, encoding: Encoding = Encoding.DER, detached: bool = True) -> bytes:
    """A signature of the document by one's own key."""
    certificate, key = _certified()
    builder = pkcs7.PKCS7SignatureBuilder().set_data(document).add_signer(certificate, key, hashes.SHA256())
    options = [pkcs7.PKCS7Options.Binary]
    return builder.sign(encoding, [*options, pkcs7.PKCS7Options.DetachedSignature] if detached else options)


def with_algorithm(signature: bytes, oid: str) -> bytes:
    """The same signature, said to be made with another hash."""
    info = cms.ContentInfo.load(signature)
    for one in info["content"]["signer_infos"]:
        one["digest_algorithm"] = {"algorithm": oid}
    dumped: bytes = info.dump(force=True)
    return dumped


def without_attributes(signature: bytes) -> bytes:
    """The same signature without its signed attributes."""
    info = cms.ContentInfo.load(signature)
    for one in info["content"]["signer_infos"]:
        one["signed_attrs"] = None
    dumped: bytes = info.dump(force=True)
    return dumped
