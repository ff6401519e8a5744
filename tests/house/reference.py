"""The parts of docs/reference that are written by the code itself.

`python -m tests.house.reference` (`make docs`) writes them anew; a house test
fails when a page no longer says what the code says.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from tallystick.clearing.instance.faults import MEANINGS, Rule
from tallystick.clearing.study.families import FAMILIES
from tallystick.cli.listing import LISTINGS
from tallystick.proof.planted import CATALOGUE
from tallystick.proof.planted_around import AROUND
from tallystick.proof.planted_bulks import BULKS
from tallystick.proof.planted_exemptions import EXEMPTIONS
from tallystick.proof.planted_questions import QUESTIONS
from tallystick.proof.planted_requests import REQUESTS
from tallystick.proof.planted_rules import RULES as RULE_BUGS
from tallystick.proof.planted_screening import SCREENING
from tallystick.screening.fields import TABLE, TRAVEL_RULE, FieldKind, Treatment
from tallystick.screening.holdings import percent
from tallystick.screening.ownership import RULES
from tallystick.screening.score import SCORE_MAX, SCORES
from tallystick.terms.reasons import CANCELLATION_REASONS, REASONS, RETURN_REASONS
from tallystick.wire.iso20022.code_sets import published
from tallystick.wire.iso20022.code_sets.table import WITHOUT_SET
from tallystick.wire.ivms101.requirements import ASKED, Edition, Requirement
from tests.house import api_pages, message_pages, profile_pages, setting_pages
from tests.house.source import ROOT

REFERENCE = ROOT / "docs" / "reference"
BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def commands() -> str:
    """Return the table of commands and whether each is built."""
    states = {True: "built", False: "not built"}
    return table(
        ("command", "what it does", "state"),
        ((f"`tallystick {e.name}`", e.promise, states[e.is_built]) for e in LISTINGS),
    )


def status_reasons() -> str:
    """Return the table of reasons for a status, with what each means outside."""
    return table(
        ("code", "name", "status", "HTTP", "what it tells"),
        (
            (f"`{reason}`", _words(reason.name), rule.status, rule.http_status, rule.hint)
            for reason, rule in sorted(REASONS.items())
        ),
    )


def return_reasons() -> str:
    """Return the table of reasons for sending money back."""
    return table(
        ("code", "name", "what it tells"),
        ((f"`{r}`", _words(r.name), text) for r, text in sorted(RETURN_REASONS.items())),
    )


def cancellation_reasons() -> str:
    """Return the table of reasons for recalling a payment."""
    return table(
        ("code", "name", "what it tells"),
        ((f"`{r}`", _words(r.name), text) for r, text in sorted(CANCELLATION_REASONS.items())),
    )


def code_sets() -> str:
    """Return the table of external code sets, with edition and count."""
    return table(
        ("set", "edition", "codes"),
        ((f"`{each.name}`", each.edition, len(each.codes)) for each in published()),
    )


def code_sets_missing() -> str:
    """Return the types of the messages for which the edition has no set."""
    return "".join(f"- `{name}`\n" for name in WITHOUT_SET)


def planted_bugs() -> str:
    """Return the table of bugs that the simulation must find."""
    return table(
        ("bug", "what it does"),
        (
            (bug.name, bug.sentence)
            for bug in (
                *CATALOGUE,
                *QUESTIONS,
                *SCREENING,
                *EXEMPTIONS,
                *REQUESTS,
                *BULKS,
                *RULE_BUGS,
                *AROUND,
            )
        ),
    )


def scores() -> str:
    """Return the table of rules by which a field matches, and what each scores."""
    return table(
        ("rule", "score"),
        ((f"`{rule}`", score / SCORE_MAX) for rule, score in SCORES.items()),
    )


def ownership_rules() -> str:
    """Return the table of regimes and when an entity counts as listed under each."""
    return table(
        ("regime", "held by who is listed", "added up", "control", "source"),
        (
            (
                f"`{regime}`",
                f"{percent(rule.share_min)} or more",
                "yes" if rule.is_aggregate else "no",
                "counts" if rule.by_control else "does not count",
                rule.source,
            )
            for regime, rule in RULES.items()
        ),
    )


def screened_fields() -> str:
    """Return the table of ends of paths and what each is screened as, or why it is not."""
    return _screened(TABLE)


def travel_rule_fields() -> str:
    """Return the same of the elements of IVMS101."""
    return _screened(TRAVEL_RULE)


def travel_rule_requirements() -> str:
    """Return the table of what each edition of Recommendation 16 asks to travel."""
    return table(
        ("what is asked", *(f"`{edition}`" for edition in Edition)),
        (
            (f"`{what}`", *("yes" if what in ASKED[edition] else "" for edition in Edition))
            for what in Requirement
        ),
    )


def _screened(treated: Mapping[Treatment, str]) -> str:
    return table(
        ("end of the path", "screened as"),
        (
            (
                " ".join(f"`{end}`" for end in ends.split()),
                f"`{treatment}`" if isinstance(treatment, FieldKind) else f"not: {treatment}",
            )
            for treatment, ends in treated.items()
        ),
    )


def routes() -> str:
    """Return the table of what can be asked of a node by HTTP, and by whom."""
    return table(("call", "who", "words", "what it does", "yes"), api_pages.routes())


def problems() -> str:
    """Return the table of the problem codes that are ours, not ISO's."""
    return table(("code", "HTTP", "what it tells"), api_pages.problems())


def profiles() -> str:
    """Return the table of profiles and the versions that each takes."""
    return table(("profile", "what it is", "documents", "headers"), profile_pages.profiles())


def profile_rules() -> str:
    """Return the table of all rules of all profiles."""
    return table(
        ("rule", "profile", "code", "messages", "path", "what it says"), profile_pages.rules()
    )


def families() -> str:
    """Return the table of families of settlement instances and the options each reads."""
    return table(
        ("family", "what it is", "bundles unasked", "options it reads"),
        (
            (
                f"`{name}`",
                each.promise,
                each.usual.bundles,
                " ".join(f"`--{option}`" for option in each.reads),
            )
            for name, each in FAMILIES.items()
        ),
    )


def instance_rules() -> str:
    """Return the table of rules that the files of a settlement instance keep."""
    return table(("rule", "what it asks"), ((f"`{rule}`", MEANINGS[rule]) for rule in Rule))


def _words(name: str) -> str:
    return name.replace("_", " ").lower()


GENERATORS: Mapping[str, Callable[[], str]] = {
    "commands": commands,
    "status_reasons": status_reasons,
    "return_reasons": return_reasons,
    "cancellation_reasons": cancellation_reasons,
    "code_sets": code_sets,
    "code_sets_missing": code_sets_missing,
    "scores": scores,
    "ownership_rules": ownership_rules,
    "screened_fields": screened_fields,
    "travel_rule_fields": travel_rule_fields,
    "travel_rule_requirements": travel_rule_requirements,
    "planted_bugs": planted_bugs,
    "routes": routes,
    "problems": problems,
    "profiles": profiles,
    "profile_rules": profile_rules,
    "families": families,
    "instance_rules": instance_rules,
    "settings": setting_pages.settings,
    "agreement_keys": setting_pages.agreement_keys,
    "rule_keys": setting_pages.rule_keys,
}


def renewed(page: str) -> str:
    """Return the page with every generated part as the code has it now."""
    return BLOCK.sub(lambda found: f"{found[1]}{GENERATORS[found[2]]()}{found[3]}", page)


def main() -> None:
    """Write every generated part of docs/reference anew, the pages of the messages, OpenAPI."""
    for path in sorted(REFERENCE.glob("*.md")):
        path.write_text(renewed(path.read_text()))
    message_pages.write()
    api_pages.write()


if __name__ == "__main__":
    main()
