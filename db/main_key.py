"""What is made from one main key."""

import hmac
from base64 import b32encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAIN_BYTES, TAGS_BYTES = 32, 32
SIV_BYTES = 64
ALIAS_BYTES = 5
"""40 bits, eight letters: two of a thousand volunteers meet by chance once in two million organizers."""
HANDLE_BYTES = 16
"""128 bits: two of a million people meet by chance once in 10^26 cities."""


@dataclass(frozen=True, slots=True)
class MainKey:
    """A key for each purpose, none of which leads to another."""

    lookup: bytes
    aliases: bytes
    pseudonyms: bytes
    vouching: bytes
    ids: AESSIV
    backups: bytes

    @classmethod
    def of(cls, key: bytes) -> Self:
        """The keys that are made from the first 32 bytes; those of tags may have 32 of their own after them."""
        main, tags = key[:MAIN_BYTES], tags_of(key)
        return cls(
            lookup=_derived(main, b"avisa lookup", 32),
            aliases=_derived(tags, b"avisa aliases", 32),
            pseudonyms=_derived(tags, b"avisa pseudonyms", 32),
            vouching=_derived(main, b"avisa vouching", 32),
            ids=AESSIV(_derived(main, b"avisa ids", SIV_BYTES)),
            backups=_derived(main, b"avisa backup", 32),
        )

    def handle(self, telegram_id: int) -> bytes:
        """A keyed hash of Telegram's number for a person, 16 bytes."""
        return hmac.digest(self.lookup, telegram_id.to_bytes(8, "big", signed=True), sha256)[:HANDLE_BYTES]

    def farewell(self, telegram_id: int) -> bytes:
        """Another one, which cannot be told to be the same person's: 16 bytes."""
        return self.vouch("left", self.handle(telegram_id))[:HANDLE_BYTES]

    def alias(self, viewer: int, person: int) -> str:
        """A tag for one person, as another sees them."""
        return _letters(self.aliases, viewer.to_bytes(8, "big") + person.to_bytes(8, "big"))

    def pseudonym(self, period: int, person: int) -> str:
        """A tag for one person in one period."""
        return _letters(self.pseudonyms, period.to_bytes(8, "big", signed=True) + person.to_bytes(8, "big"))

    def vouch(self, purpose: str, value: bytes) -> bytes:
        """What shows that this value was written by whoever has the key; 32 bytes."""
        return hmac.digest(self.vouching, purpose.encode() + b"\0" + value, sha256)

    def copies(self, salt: bytes) -> AESGCM:
        """What seals and opens the backup with this salt."""
        return AESGCM(_derived(self.backups, salt, 32))


def tags_of(key: bytes) -> bytes:
    """What the tags of a main key are made from, 32 bytes: they lead to our own numbers, and not to the key."""
    return key[MAIN_BYTES:] or _derived(key, b"avisa tags", TAGS_BYTES)


def _letters(key: bytes, value: bytes) -> str:
    return b32encode(hmac.digest(key, value, sha256)[:ALIAS_BYTES]).decode()


def _derived(main: bytes, purpose: bytes, size: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=size, salt=None, info=purpose).derive(main)
