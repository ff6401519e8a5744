"""The words of a request: from path, query, headers and body to what a call takes."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec

from tallystick.api.bodies import Kind
from tallystick.api.problems import MALFORMED, UNFIT, RefusedError, refuse
from tallystick.api.routes import Route
from tallystick.node.doors.inside import Flaw

Headers = Iterable[tuple[bytes, bytes]]

QUERY_WORDS_MAX: Final = 16
KEPT_BYTES_MAX: Final = 128


class Words:
    """Reads the words of one route; made once."""

    def __init__(self, route: Route) -> None:
        self._asked = route.call.asked
        self._is_json = route.kind is Kind.JSON
        self._has_bytes = route.kind in (Kind.XML, Kind.OCTETS)
        self._has_file = route.kind is Kind.FILE
        self._is_bare = not route.path_words
        self._query_words = frozenset(route.query_words)
        self._header_words = tuple(
            (word, name.encode()) for word, name in route.header_words.items()
        )
        self._decoder = msgspec.json.Decoder(self._asked)

    def read(
        self, path: Mapping[str, str], query: bytes, body: bytes, headers: Headers = ()
    ) -> Any:  # noqa: ANN401
        """Return what is asked, as the call's own type; of a file, `body` is its number.

        Raises:
            RefusedError: a word is missing, is not known, or does not fit.
        """
        words = self._in_query(query)
        try:
            if self._is_json and self._is_bare:
                return self._decoder.decode(body)
            if self._is_json:
                words = _object(body, path)
            elif self._has_bytes or self._has_file:
                words["content"] = int(body) if self._has_file else body
                words.update(self._in_headers(headers))
            return msgspec.convert({**words, **path}, self._asked, strict=self._is_json)
        except msgspec.ValidationError as unfit:
            raise _unfit(str(unfit)) from None
        except (msgspec.DecodeError, RecursionError, UnicodeError) as broken:
            raise refuse(MALFORMED, f"The body is no JSON: {_words(broken)}.") from None

    def _in_headers(self, headers: Headers) -> dict[str, str]:
        """Return the words in headers; one that comes twice is one list (RFC 9110, 5.2)."""
        found = {}
        for word, name in self._header_words:
            values = [value for each, value in headers if each == name]
            if values:
                found[word] = b", ".join(values).decode("latin-1")
        return found

    def _in_query(self, query: bytes) -> dict[str, Any]:
        if not query:
            return {}
        try:
            pairs = _kept_pairs(query) if len(query) <= KEPT_BYTES_MAX else _pairs(query)
        except ValueError:
            raise refuse(UNFIT, "The query cannot be read.") from None
        words: dict[str, Any] = dict(pairs)
        odd = [name for name, _ in pairs if name not in self._query_words]
        if odd or len(words) < len(pairs):
            detail = "The query has a word twice, or one that is not known here."
            raise refuse(UNFIT, detail)
        return words


def _pairs(query: bytes) -> list[tuple[str, str]]:
    return parse_qsl(
        query.decode("ascii"),
        keep_blank_values=True,
        errors="strict",
        max_num_fields=QUERY_WORDS_MAX,
    )


# A bank's messages come with the same few words.
_kept_pairs: Final = lru_cache(maxsize=1024)(_pairs)


def _object(body: bytes, path: Mapping[str, str]) -> dict[str, Any]:
    words = msgspec.json.decode(body, type=dict[str, Any])
    if words.keys() & path.keys():
        raise refuse(UNFIT, "A word stands in the path and in the body.")
    return words


def _unfit(text: str) -> RefusedError:
    """Tell which word does not fit, in the decoder's words."""
    detail, _, place = text.partition(" - at `")
    flaw = Flaw("word", UNFIT, place.rstrip("`") or "$", detail)
    return refuse(UNFIT, detail, errors=(flaw,))


def _words(broken: Exception) -> str:
    return "it is nested too deep" if isinstance(broken, RecursionError) else str(broken)[:200]
