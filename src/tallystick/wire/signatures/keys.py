"""Keys of message signatures, each for one algorithm.

A key is good for the one algorithm it is listed with, so nobody who sends a message
chooses how it is checked (RFC 8725, 3.1). Signatures are in the form that JWS and XMLDSig
share: of ECDSA the two numbers of 32 bytes each, not DER (RFC 7518, 3.4; XML Signature
1.1, 6.4.3). There is no HMAC and no `none` among the algorithms.

Of one content and key there may be more than one signature that fits (ECDSA): a signature
is no name of a message.
"""

from enum import StrEnum
from hashlib import sha256
from typing import Final, Protocol, TypeAlias

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import (
    MGF1,
    PSS,
    AsymmetricPadding,
    PKCS1v15,
)
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import (
    Prehashed,
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from typing_extensions import override

from tallystick.terms.errors import LocalMessageError, RemoteMessageError

PublicKey: TypeAlias = EllipticCurvePublicKey | Ed25519PublicKey | RSAPublicKey
# Bytes that may be signed: at hand, or mapped from a file.
Signable: TypeAlias = bytes | memoryview
PrivateKey: TypeAlias = EllipticCurvePrivateKey | Ed25519PrivateKey | RSAPrivateKey

RSA_BITS_MIN: Final = 2048
_NUMBER_BYTES: Final = 32  # of each number of an ECDSA signature on P-256
_DETAIL_MAX: Final = 300


class Algorithm(StrEnum):
    """How is signed, by the names of JOSE (RFC 7518, RFC 8037, RFC 9864).

    `EdDSA` with this curve and `Ed25519` are one algorithm under an older and a newer
    name; a key is listed under the name that its owner writes.
    """

    ES256 = "ES256"
    EDDSA = "EdDSA"
    ED25519 = "Ed25519"
    PS256 = "PS256"
    RS256 = "RS256"


_PADDINGS: Final[dict[Algorithm, AsymmetricPadding]] = {
    Algorithm.PS256: PSS(MGF1(SHA256()), PSS.DIGEST_LENGTH),
    Algorithm.RS256: PKCS1v15(),
}
_ECDSA: Final = ECDSA(SHA256())
_OF_EDWARDS: Final = frozenset({Algorithm.EDDSA, Algorithm.ED25519})


class VerificationKey(msgspec.Struct, frozen=True):
    """A public key and the one algorithm it is good for.

    Raises:
        LocalMessageError: the key is none of the algorithm's, or an RSA key of less
            than 2048 bits.
    """

    algorithm: Algorithm
    public: PublicKey

    def __post_init__(self) -> None:
        if not _is_of(self.public, self.algorithm):
            detail = f"A key listed for {self.algorithm} is no key of that algorithm."
            raise LocalMessageError(detail, code="signature-key")

    def fits(self, signature: bytes, content: Signable) -> bool:
        """Whether the key's owner signed the content so."""
        if isinstance(self.public, Ed25519PublicKey):
            return ed25519_fits(self.public, signature, content)
        try:
            if isinstance(self.public, RSAPublicKey):
                digest = sha256(content).digest()
                hashed = Prehashed(SHA256())
                self.public.verify(signature, digest, _PADDINGS[self.algorithm], hashed)
            else:
                self.public.verify(_in_der(signature), content, _ECDSA)
        except InvalidSignature:
            return False
        return True


def ed25519_fits(key: Ed25519PublicKey, signature: bytes, content: Signable) -> bool:
    """Whether the key's owner signed the content so (RFC 8032, 5.1.7)."""
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


class Signer(Protocol):
    """Who signs: a key here, or a device that keeps it to itself."""

    @property
    def key_id(self) -> str:
        """The name by which the others list the key."""

    @property
    def algorithm(self) -> Algorithm:
        """The one algorithm that the key is good for."""

    def sign(self, content: bytes) -> bytes:
        """Return the signature, of ECDSA the two numbers of 32 bytes each."""


class SigningKey(msgspec.Struct, frozen=True):
    """A private key that is here, the name it is listed by, and its one algorithm.

    Raises:
        LocalMessageError: as of `VerificationKey`.
    """

    key_id: str
    algorithm: Algorithm
    private: PrivateKey

    def __post_init__(self) -> None:
        self.verification_key()

    @override
    def __repr__(self) -> str:
        return f"SigningKey({self.key_id!r}, {self.algorithm})"

    def verification_key(self) -> VerificationKey:
        """Return what the others list."""
        return VerificationKey(self.algorithm, self.private.public_key())

    def sign(self, content: bytes) -> bytes:
        """Return the signature, of ECDSA the two numbers of 32 bytes each."""
        if isinstance(self.private, Ed25519PrivateKey):
            return self.private.sign(content)
        if isinstance(self.private, RSAPrivateKey):
            return self.private.sign(content, _PADDINGS[self.algorithm], SHA256())
        numbers = decode_dss_signature(self.private.sign(content, _ECDSA))
        return b"".join(number.to_bytes(_NUMBER_BYTES) for number in numbers)


def _is_of(public: PublicKey, algorithm: Algorithm) -> bool:
    if isinstance(public, Ed25519PublicKey):
        return algorithm in _OF_EDWARDS
    if isinstance(public, RSAPublicKey):
        return algorithm in _PADDINGS and public.key_size >= RSA_BITS_MIN
    return algorithm is Algorithm.ES256 and isinstance(public.curve, SECP256R1)


def _in_der(signature: bytes) -> bytes:
    """Return an ECDSA signature in the form that the library takes.

    Raises:
        InvalidSignature: it does not have the length of two numbers.
    """
    if len(signature) != 2 * _NUMBER_BYTES:
        raise InvalidSignature
    first, second = signature[:_NUMBER_BYTES], signature[_NUMBER_BYTES:]
    return encode_dss_signature(int.from_bytes(first), int.from_bytes(second))


def refused(code: str, what: str) -> RemoteMessageError:
    """Return the error for a signature that is not taken: by which code, and why."""
    detail = f"The signature is refused: {what}."
    return RemoteMessageError(detail[:_DETAIL_MAX], code=f"signature-{code}")
