"""What a detached signature says, and what is no signature."""

import base64
import random
from datetime import datetime

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from protocols import cades
from ranking_portal import clock
from tests.protocols.signing import (
    CENTRE,
    GOST_256,
    MOSCOW,
    SIGNER,
    SNILS,
    signature_of,
    with_algorithm,
    without_attributes,
)

PAPER = b"%PDF-1.7 protocol"


@pytest.mark.parametrize(
    "content",
    [
        signature_of(PAPER),
        signature_of(PAPER, encoding=Encoding.PEM),
        base64.encodebytes(signature_of(PAPER)),
    ],
    ids=["DER", "PEM", "base64"],
)
def test_who_signed_what(content: bytes) -> None:
    (signer,) = cades.read(content)
    assert (signer.subject, signer.issuer) == (f"{SIGNER}, Председатель", CENTRE)
    assert SNILS not in repr(signer)
    assert signer.valid_from == datetime(2026, 1, 1, tzinfo=MOSCOW)
    assert signer.valid_until == datetime(2027, 1, 1, tzinfo=MOSCOW)
    assert signer.signed_at is not None
    assert signer.signed_at.tzinfo is not None
    assert (signer.algorithm, signer.is_of(PAPER), signer.is_of(PAPER + b" ")) == ("SHA-256", True, False)


def test_a_russian_hash_is_named_and_not_compared() -> None:
    (signer,) = cades.read(with_algorithm(signature_of(PAPER), GOST_256))
    assert (signer.algorithm, signer.is_of(PAPER)) == ("ГОСТ Р 34.11-2012, 256 бит", None)


def test_a_signature_without_attributes_tells_neither_digest_nor_moment() -> None:
    (signer,) = cades.read(without_attributes(signature_of(PAPER)))
    assert (signer.digest, signer.signed_at, signer.is_of(PAPER)) == (None, None, None)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "не читается"),
        (PAPER, "не читается"),
        (b"0" * 400, "не читается"),
        (b"A", "не"),
        (b"-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----\n", "не читается"),
        (b"-----BEGIN PKCS7-----\n", "не читается"),
        (b"\x30\x80" * 5000, "не читается"),
        (signature_of(PAPER)[:-7], "не читается"),
        (signature_of(PAPER) + b"tail", "не читается"),
        (signature_of(PAPER, detached=False), "отсоединённая"),
    ],
)
def test_what_is_no_detached_signature(content: bytes, words: str) -> None:
    with pytest.raises(cades.NotASignature, match=words):
        cades.read(content)


def test_a_damaged_signature_is_read_or_refused() -> None:
    """A thousand files with one to three wrong bytes: none falls otherwise."""
    chance, sound = random.Random(7), signature_of(PAPER)
    for _ in range(1000):
        spoilt = bytearray(sound)
        for _ in range(chance.randint(1, 3)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        try:
            read = cades.read(bytes(spoilt))
        except cades.NotASignature:
            continue
        assert all(isinstance(one.is_of(PAPER), bool | None) for one in read)


def test_the_clock_of_the_portal_is_not_asked() -> None:
    """A signature is read the same whenever it is read."""
    content = signature_of(PAPER)
    now = cades.read(content)
    with clock.at(datetime(2030, 1, 1, tzinfo=MOSCOW)):
        assert cades.read(content) == now
