"""How long signing and verifying take: microseconds for each kind of signature.

    python -m tools.time_signatures

The message is one credit transfer behind its header. The least of several rounds counts, since
whatever else the machine does only adds to it. Where xmlsec is installed, it is timed beside
ours: bytes to bytes, and from bytes to a parsed message whose signature fits.
"""

import sys
import timeit
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from cryptography.hazmat.primitives import serialization
from lxml import etree

from tallystick.wire import xml
from tallystick.wire.iso20022.messages import receive
from tallystick.wire.signatures import jws, xmldsig
from tests.wire.signatures.signatories import KEY_INFO, KEYS, MESSAGE, SIGNERS

ROUNDS: Final = 25
TIMES: Final = 40
AT: Final = 1_790_000_000_000
EXPECTED: Final = jws.Expected(recipient="SOUTH", earliest=AT, latest=AT)
FORMS: Final = {"1": xmldsig.IN_HEADER, "3": xmldsig.KEY_HEADER_DOCUMENT}
SIGNATURE: Final = ".//{http://www.w3.org/2000/09/xmldsig#}Signature"
Row = tuple[str, Callable[[], object], Callable[[], object]]


def detached() -> Iterator[Row]:
    """Yield the rows of the detached JWS."""
    for signer in SIGNERS.values():
        if signer.algorithm in jws.ALGORITHMS:
            sign = partial(jws.sign, MESSAGE, signer, "SOUTH", AT)
            verify = partial(jws.verify, sign(), MESSAGE, KEYS, EXPECTED)
            yield f"detached JWS, {signer.algorithm}", sign, verify


def within() -> Iterator[Row]:
    """Yield the rows of our XML signatures."""
    for count, form in FORMS.items():
        for name in ("es", "ed", "rs"):
            sign = partial(xmldsig.sign, MESSAGE, SIGNERS[name], form, KEY_INFO)
            verify = partial(xmldsig.verify, sign(), {name: KEYS[name]}, form)
            yield f"XML signature, references {count}, {SIGNERS[name].algorithm}", sign, verify


def beside() -> Iterator[Row]:
    """Yield the rows of xmlsec, where it is installed."""
    if find_spec("xmlsec") is None:
        return
    xmlsec = import_module("xmlsec")
    for name in ("es", "rs"):
        key = xmlsec.Key.from_memory(_pem(name), xmlsec.constants.KeyDataFormatPem)
        sign = partial(_signed, xmlsec, key, name)
        yield f"xmlsec, references 1, {name}", sign, partial(_verified, xmlsec, key, sign())


def _signed(xmlsec: Any, key: Any, name: str) -> bytes:  # noqa: ANN401 - it tells no types
    constants, root = xmlsec.constants, etree.fromstring(MESSAGE)
    method = {"es": constants.TransformEcdsaSha256, "rs": constants.TransformRsaSha256}[name]
    signature = xmlsec.template.create(root, constants.TransformExclC14N, method, ns="ds")
    reference = xmlsec.template.add_reference(signature, constants.TransformSha256, uri="")
    xmlsec.template.add_transform(reference, constants.TransformEnveloped)
    xmlsec.template.add_transform(reference, constants.TransformExclC14N)
    etree.SubElement(root[0], f"{root[0].tag.removesuffix('AppHdr')}Sgntr").append(signature)
    context = xmlsec.SignatureContext()
    context.key = key
    context.sign(signature)
    signed: bytes = etree.tostring(root)
    return signed


def _verified(xmlsec: Any, key: Any, raw: bytes) -> object:  # noqa: ANN401 - as above
    root = etree.fromstring(raw)
    context = xmlsec.SignatureContext()
    context.key = key
    context.verify(root.find(SIGNATURE))
    return root


def _pem(name: str) -> bytes:
    return SIGNERS[name].private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def microseconds(act: Callable[[], object]) -> int:
    """Return the least time that one act took, of many."""
    return round(min(timeit.repeat(act, number=TIMES, repeat=ROUNDS)) / TIMES * 1_000_000)


def main() -> None:
    """Print the table."""
    out = sys.stdout.write
    out(f"{len(MESSAGE)} bytes; microseconds to sign, to verify\n")
    for told, sign, verify in (*detached(), *within(), *beside()):
        out(f"{told:44}{microseconds(sign):8}{microseconds(verify):8}\n")
    root = xml.parse(MESSAGE)
    for told, act in (
        ("parse", partial(xml.parse, MESSAGE)),
        ("exclusive canonical form", partial(xml.exclusive, root)),
        ("receive: parse, judge by schema, read", partial(receive, MESSAGE)),
    ):
        out(f"{told:44}{microseconds(act):8}\n")


if __name__ == "__main__":
    main()
