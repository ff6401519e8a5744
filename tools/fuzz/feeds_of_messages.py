"""Messages of the standard, fed to what judges, views, streams and translates them."""

import io
from functools import cache
from typing import Final
from zlib import crc32

from tallystick.terms.errors import LocalMessageError, RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.blocks import BulkLimits
from tallystick.wire.iso20022.bulk import check_bulk
from tallystick.wire.iso20022.bulk_transfer import Accepted, accept_transfers
from tallystick.wire.iso20022.check import SCHEMA_ALONE, Report, check
from tallystick.wire.iso20022.documents import chart_of
from tallystick.wire.iso20022.grammar import Message, supported
from tallystick.wire.iso20022.mapping import translate_document
from tallystick.wire.iso20022.messages import Received, Whole, receive_whole, received_in, write
from tallystick.wire.iso20022.profiles import PROFILES
from tallystick.wire.iso20022.roundtrip import round_trip
from tallystick.wire.iso20022.shapes import Shapes
from tallystick.wire.iso20022.tree import encode
from tallystick.wire.leaves import leaves_of
from tallystick.wire.unread import LIMITS
from tools.fuzz import seeds
from tools.fuzz.bounds import bounded

# What one file may be refused for and the same file in blocks is not, or for another bound.
APART: Final = frozenset(
    {
        *("xml-too-many-elements", "xml-too-many-namespaces", "xml-name-too-long"),
        *("xml-namespace-too-long", "xml-text-too-long", "xml-too-many-attributes"),
    }
)
RELATIVE: Final = "a namespace is relative."
ENTIRE: Final = 1_000_000  # flaws: as many as one file's report tells
DETAIL_MAX: Final = 400  # characters of a sentence that people read


def feed_messages(raw: bytes) -> None:
    """Judge a file by the schema and by every profile, and view it by parser and by shape.

    Raises:
        RemoteMessageError: it has no view.
    """
    report = bounded(lambda: check(raw))
    _look_at(report)
    if report.is_valid:
        for profile in PROFILES:
            _look_at(bounded(lambda name=profile: check(raw, profile=name)))  # type: ignore[misc]
    shapes = _warm()
    warm = bounded(lambda: shapes.read(raw, LIMITS))
    try:
        root = bounded(lambda: xml.parse(raw))
        whole = Whole(bounded(lambda: received_in(root)), leaves_of(root))
    except RemoteMessageError:
        assert warm is None, "a shape takes what the parser and the schema refuse"
        raise
    assert report.is_valid, "it has a view, and flaws"
    assert bounded(lambda: receive_whole(raw)) == whole
    own = Shapes(chart_of)
    for _ in range(2):  # what comes once is only remembered
        bounded(lambda: own.learn(raw, root))
    for reading in (warm, own.read(raw, LIMITS)):
        if reading is not None:
            assert Whole(Received(*reading.views), reading.leaves()) == whole, "another view"
    _write_again(whole.received)


def _look_at(report: Report) -> None:
    for problem in report.errors:
        assert problem.rule
        assert problem.code
        assert problem.text.isprintable(), problem.text
        assert len(problem.text) <= DETAIL_MAX, problem.text


@cache
def _warm() -> Shapes:
    """Return shapes that know every lawful message the fuzzer begins with."""
    shapes = Shapes(chart_of)
    for raw in seeds.messages():
        try:
            root = xml.parse(raw)
            received_in(root)
        except RemoteMessageError:
            continue
        for _ in range(2):
            shapes.learn(raw, root)
    return shapes


def _write_again(received: Received) -> None:
    """Write the view of a lawful document; what its schema takes of that is the same view."""
    document, message = received.document, received.message
    if document is None:
        return
    try:
        raw = bounded(lambda: write(document, message))
    except LocalMessageError:
        return
    try:
        again = received_in(xml.parse(raw))
    except RemoteMessageError:
        return  # the view does not hold all that the version demands
    assert again.document == document, "it comes back another when it is written"


def feed_bulk(raw: bytes) -> None:
    """Judge a file whole and in blocks, and hand out its transactions; both verdicts agree."""
    sizes = (len(raw) // 7 + 1, 1_000, 64 * 1024)
    size = sizes[crc32(raw) % len(sizes)]
    whole = bounded(lambda: check(raw))
    for parts in (0, 50):
        limits = BulkLimits(whole=parts, flaws=ENTIRE)
        streamed = bounded(lambda limits=limits: check_bulk(io.BytesIO(raw), limits, size))  # type: ignore[misc]
        _compare(whole, streamed)
    over: list[int] = []
    strict, lenient = _accepted(raw, size), _accepted(raw, size, over)
    if lenient is not None:
        assert whole.is_valid
        assert over or strict == lenient, "nothing was passed over"
    if strict is not None:
        assert strict == lenient, "what every payment keeps to is taken whoever passes over"


def _accepted(raw: bytes, size: int, over: list[int] | None = None) -> Accepted | None:
    """Hand out a file's transactions, or pass them over; None if the file is refused."""
    taken: list[int] = []
    pass_over = None if over is None else lambda at, _: over.append(at)
    try:
        accepted = bounded(
            lambda: accept_transfers(
                io.BytesIO(raw), lambda at, _: taken.append(at), size=size, pass_over=pass_over
            )
        )
    except RemoteMessageError:
        return None
    assert sorted([*taken, *(over or [])]) == [*range(1, accepted.number_of_transactions + 1)]
    return accepted


def _compare(whole: Report, streamed: Report) -> None:
    codes = {each.code for report in (whole, streamed) for each in report.errors}
    if codes & APART:
        return
    if whole.errors and whole.errors[0].rule == "xml":
        assert [each.code for each in streamed.errors] == [each.code for each in whole.errors]
    else:
        assert whole == streamed


def feed_translate(raw: bytes) -> None:
    """Decode a file and encode it again, and translate it to another version of its family.

    Raises:
        RemoteMessageError: it is no lawful message.
    """
    trip = bounded(lambda: round_trip(raw))
    report = check(raw, profile=SCHEMA_ALONE)
    # What declares a relative namespace may be lawful, and has no canonical form to compare.
    if not (trip.error or "").endswith(RELATIVE):
        assert trip.same == report.is_valid, f"lawful: {report.is_valid}, round trip: {trip}"
    versions = _versions(report.message or "pacs.008.001.08")
    to = versions[crc32(raw) % len(versions)]
    try:
        translation = bounded(lambda: translate_document(raw, to))
    except LocalMessageError:
        return
    again = check(encode(translation.tree))
    assert again.is_valid, f"a translation to {to} is unlawful: {again.errors[0]}"
    assert all(each.reason and each.path for each in translation.lost)


@cache
def _versions(name: str) -> tuple[Message, ...]:
    return tuple(each for each in supported() if each[:8] == name[:8]) or supported()[:1]
