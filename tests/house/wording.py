"""House rules on text: nothing left for later, no machine's own paths, no registry's address."""

import re
from collections.abc import Iterable

from tests.house.source import Finding

# Each pattern has a letter in brackets, so that this file keeps its own rules.
LATER = re.compile(r"\b(?:TO[D]O|FIX[M]E|HAC[K])\b")
MACHINE = re.compile(r"(?<![\w.}])/(?:hom[e]|roo[t]|User[s]|wor[k]|tm[p]|op[t])/\w")
REGISTRY = re.compile(r"py[p]i\.org|python[h]osted|npm[j]s\.|crates[.]io|index[-]url|find[-]links")
SUBJECTS = (
    (LATER, "is left for later; do it or leave it out"),
    (MACHINE, "is a path of one machine"),
    (REGISTRY, "is a registry's address"),
)


def unfit_words(texts: Iterable[tuple[str, str]]) -> list[Finding]:
    """Find words that do not belong in a repository others read."""
    return [
        Finding(path, number, f"{match[0]!r} {reason}")
        for path, text in texts
        for pattern, reason in SUBJECTS
        if pattern.search(text)  # hardly ever, and then line by line
        for number, line in enumerate(text.splitlines(), start=1)
        if (match := pattern.search(line))
    ]
