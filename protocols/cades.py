"""A detached signature (CAdES: CMS SignedData, RFC 5652) as plain values: who signed, when, of which file.

Nothing is trusted here: neither the signature itself nor the chain of its certificate is verified, and revocation is
not asked. What is compared is the digest of the document inside the signature.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms, pem, x509

# What asn1crypto raises when bytes are not what they claim to be: it parses as far as it is asked.
BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)
HASHES = {"sha1": "SHA-1", "sha224": "SHA-224", "sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512"}
# Hashes of Russian signatures, which Python's library does not know.
GOST = {
    "1.2.643.7.1.1.2.2": "ГОСТ Р 34.11-2012, 256 бит",
    "1.2.643.7.1.1.2.3": "ГОСТ Р 34.11-2012, 512 бит",
    "1.2.643.2.2.9": "ГОСТ Р 34.11-94",
}
BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]+\Z")
# Names of a certificate that are told; numbers of a person (СНИЛС, ИНН) are not.
SIGNER_NAMES = ("common_name", "title", "organization_name")
ISSUER_NAMES = ("common_name", "organization_name")


class NotASignature(ValueError):
    """The bytes are no detached signature; the message says so in Russian."""


@dataclass(frozen=True)
class Signer:
    """One signature of the file. Moments are aware; None: not told. `digest` is that of the signed document."""

    subject: str
    issuer: str
    valid_from: datetime | None
    valid_until: datetime | None
    signed_at: datetime | None
    algorithm: str
    digest: bytes | None

    @property
    def hash_name(self) -> str:
        """The algorithm's name in hashlib, "" where it has none."""
        return next((name for name, label in HASHES.items() if label == self.algorithm), "")

    def is_of(self, document: bytes) -> bool | None:
        """Whether it was made for this very document; None where that cannot be told."""
        if self.digest is None or not self.hash_name:
            return None
        return hashlib.new(self.hash_name, document, usedforsecurity=False).digest() == self.digest


def read(content: bytes) -> tuple[Signer, ...]:
    """Every signature of the file (DER, PEM or plain base64). Raises NotASignature with the reason."""
    try:
        data = _signed_data(_der(content))
        if data["encap_content_info"]["content"].native is not None:
            raise NotASignature("В этом файле подпись вместе с документом. Нужна отсоединённая (detached) подпись.")
        certificates = [one.chosen for one in data["certificates"] or () if one.name == "certificate"]
        signers = tuple(_signer(info, certificates) for info in data["signer_infos"])
    except NotASignature:
        raise
    except BROKEN as error:
        raise NotASignature("Это не файл электронной подписи (CMS, PKCS#7): содержимое не читается.") from error
    if not signers:
        raise NotASignature("В файле нет ни одной подписи: только сертификаты.")
    return signers


def _der(content: bytes) -> bytes:
    if pem.detect(content):
        _, _, inside = pem.unarmor(content)
        return bytes(inside)
    if BASE64.match(content):
        try:
            return base64.b64decode(content, validate=False)
        except binascii.Error as error:
            raise NotASignature("Это не файл электронной подписи: base64 в нём повреждён.") from error
    return content


def _signed_data(der: bytes) -> Any:
    info = cms.ContentInfo.load(der, strict=True)
    if info["content_type"].native != "signed_data":
        raise NotASignature("В файле нет электронной подписи: это другой вид сообщения CMS (PKCS#7).")
    return info["content"]


def _signer(info: Any, certificates: list[Any]) -> Signer:
    attributes = {one["type"].native: one["values"] for one in info["signed_attrs"] or ()}
    certificate = next((one for one in certificates if _is_of(info["sid"], one)), None)
    algorithm = str(info["digest_algorithm"]["algorithm"].native)
    told = attributes.get("message_digest")
    moment = attributes.get("signing_time")
    validity = certificate["tbs_certificate"]["validity"] if certificate is not None else None
    return Signer(
        subject=_name(certificate.subject, SIGNER_NAMES) if certificate is not None else "",
        issuer=_name(certificate.issuer, ISSUER_NAMES) if certificate is not None else "",
        valid_from=_aware(validity["not_before"].native) if validity else None,
        valid_until=_aware(validity["not_after"].native) if validity else None,
        signed_at=_aware(moment[0].native) if moment else None,
        algorithm=HASHES.get(algorithm) or GOST.get(algorithm) or algorithm,
        digest=bytes(told[0].native) if told else None,
    )


def _is_of(sid: Any, certificate: Any) -> bool:
    if sid.name == "issuer_and_serial_number":
        named = sid.chosen
        return bool(
            named["serial_number"].native == certificate.serial_number
            and named["issuer"].dump() == certificate.issuer.dump()
        )
    return bool(sid.chosen.native == certificate.key_identifier)


def _name(name: x509.Name, wanted: tuple[str, ...]) -> str:
    """Parts of a name that people know it by, each once."""
    native = name.native
    found = dict.fromkeys(text for key in wanted for text in _texts(native.get(key)))
    return ", ".join(found)


def _texts(value: Any) -> Iterator[str]:
    """An attribute of a name may stand there several times."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str) and (text := " ".join(one.replace("\x00", "").split())):
            yield text


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
