"""What each target begins with: all of it made here, by the generators that the tests have."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from typing import Final

from lxml import etree

from tallystick.wire.iso20022.grammar import Message, supported
from tallystick.wire.iso20022.messages import write
from tallystick.wire.iso20022.tree import encode
from tallystick.wire.ivms101.writer import encode as encode_payload
from tallystick.wire.signatures import jws
from tallystick.wire.signatures.xmldsig import sign
from tests.node.test_agreement_text import EXAMPLE
from tests.wire.iso20022 import letters
from tests.wire.iso20022.crowds import crowded, transfers
from tests.wire.iso20022.envelopes import ENVELOPES
from tests.wire.iso20022.families import LETTERS
from tests.wire.iso20022.filled import small
from tests.wire.iso20022.mutants import mutant
from tests.wire.iso20022.samples import QUICK
from tests.wire.ivms101.payloads import EXAMPLES, fullest
from tests.wire.signatures.signatories import KEY_INFO, MESSAGE, SIGNERS
from tests.wire.signatures.test_jws import AT
from tests.wire.signatures.test_lau import sealed as sealed_by_secret
from tests.wire.signatures.test_xmldsig import FORMS, SMALL
from tests.wire.test_seal import sealed

Seeds = Callable[[], Iterator[bytes]]

TRANSFERS: Final = (Message("pacs.008.001.08"), Message("pacs.008.001.13"))
DRAWS: Final = 3  # documents of each version that is drawn
SIGNED: Final = (SMALL, MESSAGE)
CODES: Final = (
    b"set,code\nExternalPurpose1Code,GDDS\n",
    b'set,code,valid_from,valid_to\r\n"ExternalPurpose1Code",SUPP,2025-01-01,\r\n',
)


def messages() -> Iterator[bytes]:
    """Yield lawful messages, with headers and without, and some that are nearly lawful."""
    yield from _messages()


@cache
def _messages() -> tuple[bytes, ...]:
    lawful = [*_letters(), *_headed(), *_drawn()]
    chance = Random("near")
    near = [etree.tostring(mutant(chance, etree.fromstring(raw))) for raw in lawful[::3]]
    return (*lawful, *near)


def _letters() -> Iterator[bytes]:
    whole = (
        (each, to) for each in (letters.PLAIN_TRANSFER, letters.FULL_TRANSFER) for to in TRANSFERS
    )
    for view, message in (*whole, *LETTERS):
        yield write(view, message)


def _headed() -> Iterator[bytes]:
    for name, header in ENVELOPES.items():
        yield write(letters.PLAIN_TRANSFER, TRANSFERS[0], header, Message(name))


def _drawn() -> Iterator[bytes]:
    for message in supported():
        for seed in range(DRAWS if message in QUICK else 1):
            yield encode(small(message, seed))


def bulk() -> Iterator[bytes]:
    """Yield files of several transactions, lawful and nearly so."""
    chance = Random("crowds")
    for count in (1, 3, 20):
        yield b"".join(transfers(count))
        yield b"".join(transfers(count, said=2, header=b"<CtrlSum>3751.50</CtrlSum>"))
    for message in QUICK:
        root = crowded(Message(message), 1)
        yield etree.tostring(root)
        yield etree.tostring(mutant(chance, root))
    yield from list(messages())[::5]


def signatures() -> Iterator[bytes]:
    """Yield signed messages: detached, in every form of XML signature, and by a secret."""
    for signer in SIGNERS.values():
        for raw in SIGNED:
            if signer.algorithm in jws.ALGORITHMS:
                yield b"%s\n%s" % (jws.sign(raw, signer, "SOUTH", AT).encode(), raw)
        for form in FORMS.values():
            yield sign(SMALL, signer, form, KEY_INFO)
    for form in FORMS.values():
        yield sign(MESSAGE, SIGNERS["ed"], form, KEY_INFO)
    yield sealed_by_secret()


def envelopes() -> Iterator[bytes]:
    """Yield sealed envelopes: empty, of one item, of several with a message beside one."""
    for count in (0, 1, 2, 5):
        yield sealed(count)
    yield sealed(1, key_id="1")
    yield sealed(1, recipient="EAST")


def payloads() -> Iterator[bytes]:
    """Yield travel-rule payloads of both versions, and one that has every element."""
    for tree in EXAMPLES.values():
        yield json.dumps(tree).encode()
        yield json.dumps(tree, ensure_ascii=False, indent=1).encode()
    yield encode_payload(fullest())


def texts() -> Iterator[bytes]:
    """Yield agreements and editions of code sets, in each form that they are read in."""
    yield EXAMPLE.encode()
    yield from CODES
    definitions = {"ExternalPurpose1Code": {"enum": ["GDDS"]}, "ExternalOpen1Code": {}}
    yield json.dumps({"definitions": definitions}).encode()
    yield json.dumps({"name": "ExternalPurpose1Code", "codes": {"GDDS": "goods"}}).encode()
