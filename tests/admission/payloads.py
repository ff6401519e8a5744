"""Messages with a travel-rule payload within, of invented people, and desks that ask for one."""

import json
from copy import deepcopy
from typing import Any
from xml.sax.saxutils import escape

from msgspec.structs import replace

from tallystick.admission.desk import Desk
from tallystick.screening.travel_rule import TravelRule
from tallystick.wire.iso20022.views import Account, Coded, Identifier
from tallystick.wire.ivms101.requirements import Edition
from tests.admission.messages import credit_transfer, desk, transaction
from tests.wire.ivms101.payloads import OF_2023

LAW = "Digital Assets Act, s. 9"
WALLET = Account(
    other=Identifier(id="10023910"),
    proxy_kind=Coded(code="EWAL"),
    proxy_id="1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
)


def payload(**over: object) -> dict[str, Any]:
    """Return a whole payload, with other parts in the place of its own; None leaves one out."""
    told = {**deepcopy(OF_2023), **over}
    return {name: part for name, part in told.items() if part is not None}


def enclosed(text: str) -> bytes:
    """Return the supplementary data that encloses a text."""
    within = f"<t:IVMS101 xmlns:t='urn:example:travel-rule'>{text}</t:IVMS101>"
    return f"<SplmtryData><Envlp>{within}</Envlp></SplmtryData>".encode()


def with_text(raw: bytes, *texts: str) -> bytes:
    """Return a message of one payment with these texts as its payloads, as they stand."""
    end = b"</CdtTrfTxInf>"
    assert raw.count(end) == 1
    return raw.replace(end, b"".join(map(enclosed, texts)) + end)


def carrying(told: dict[str, Any], **over: object) -> bytes:
    """Return a lawful message of one payment that carries a payload."""
    text = escape(json.dumps(told, ensure_ascii=False))
    return with_text(credit_transfer(transaction(**over)), text)


def asking(**over: object) -> Desk:
    """Return a desk whose law asks for a payload, for payments with a wallet unless told."""
    words: dict[str, object] = {"edition": Edition.R16_2012, "legal_basis": LAW}
    at = desk()
    policy = replace(at.policy, travel_rule=TravelRule(**{**words, **over}))  # type: ignore[arg-type]
    return at._replace(policy=policy)
