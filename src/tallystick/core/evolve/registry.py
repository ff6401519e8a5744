"""What the events of participants, providers, agreements, lists and quotes do to the state."""

from tallystick.core import events
from tallystick.core.agreements import Agreement
from tallystick.core.ledger import (
    blocked_account,
    clearing_account,
    difference_account,
    fees_account,
    mirror_account,
    participant_account,
    provider_account,
    reserve_account,
    suspense_account,
    treasury_account,
)
from tallystick.core.state import Pact, Participant, PeerStream, Provider, State, signature_key


def agreement_adopted(state: State, _at: int, event: events.AgreementAdopted) -> None:
    """Keep the version and open the accounts of the agreement."""
    agreement = event.agreement
    own = agreement.index_of(state.operator_id)
    pact = state.pacts.get(agreement.agreement_id)
    if pact is None:
        pact = state.pacts[agreement.agreement_id] = _new_pact(agreement, own)
        _open_accounts(state, agreement, own)
    pact.versions[agreement.version] = agreement
    pact.digests[agreement.version] = event.digest
    state.peers.setdefault(agreement.ends[1 - own].operator_id, PeerStream())
    if agreement.is_mutual:
        # In the mutual model the operator itself quotes; its counter account is the clearing one.
        pact.providers.setdefault(state.operator_id, Provider(state.operator_id, 0))
    refresh_versions(state, pact)


def _new_pact(agreement: Agreement, own: int) -> Pact:
    end, other = agreement.ends[own], agreement.ends[1 - own]
    return Pact(
        agreement.agreement_id,
        own,
        end.operator_id,
        other.operator_id,
        end.currency,
        end.settlement_system,
    )


def _open_accounts(state: State, agreement: Agreement, own: int) -> None:
    ledger, subject = state.ledger, agreement.agreement_id
    end, other = agreement.ends[own], agreement.ends[1 - own]
    currency = end.currency
    for account in (
        clearing_account(subject, currency),
        difference_account(subject, currency),
        treasury_account(currency),
        mirror_account(end.settlement_system, currency),
    ):
        ledger.open(account, currency, None)
    for account in (
        blocked_account(subject, currency),
        fees_account(subject, currency),
        suspense_account(currency),
    ):
        ledger.open(account, currency, 0)
    foreign = other.currency
    ledger.open(mirror_account(other.settlement_system, foreign), foreign, None)
    ledger.open(suspense_account(foreign), foreign, 0)
    ledger.open(reserve_account(other.settlement_system, foreign), foreign, 0)


def refresh_versions(state: State, pact: Pact) -> None:
    """Find which versions both have signed, and which of them is in force now."""
    theirs = state.signed_there.get(signature_key(pact.peer_id, pact.agreement_id), {})
    both = [v for v, digest in sorted(pact.digests.items()) if theirs.get(v) == digest]
    pact.signed_by_both = tuple(both)
    if not pact.current:
        open_next_version(pact)


def open_next_version(pact: Pact) -> None:
    """Bring into force what both have signed for the cycle that opens, never in its middle."""
    begun = [v for v in pact.signed_by_both if pact.versions[v].from_cycle <= pact.open_cycle]
    version = begun[-1] if begun else 0
    if version != pact.current:
        pact.current, pact.current_since = version, pact.open_cycle


def agreement_heard(state: State, _at: int, event: events.AgreementHeard) -> None:
    """Keep the other operator's signature."""
    key = signature_key(event.operator_id, event.agreement_id)
    state.signed_there.setdefault(key, {})[event.version] = event.digest
    pact = state.pacts.get(event.agreement_id)
    if pact is not None:
        refresh_versions(state, pact)


def participant_registered(state: State, _at: int, event: events.ParticipantRegistered) -> None:
    """Take up a bank; for one of ours open its account."""
    pact = state.pacts[event.agreement_id]
    known = pact.participants.get(event.participant_id)
    if known is None:
        pact.participants[event.participant_id] = Participant(
            event.participant_id, event.operator_id, event.daily_limit, event.net_debit_limit
        )
        if event.operator_id == state.operator_id:
            account_id = participant_account(event.participant_id, pact.currency)
            state.ledger.open(account_id, pact.currency, 0)
    else:
        known.daily_limit, known.net_debit_limit = event.daily_limit, event.net_debit_limit


def participant_suspended(state: State, _at: int, event: events.ParticipantSuspended) -> None:
    """Stop its new payments."""
    state.pacts[event.agreement_id].participants[event.participant_id].is_suspended = True


def participant_reinstated(state: State, _at: int, event: events.ParticipantReinstated) -> None:
    """Let it send and receive again."""
    state.pacts[event.agreement_id].participants[event.participant_id].is_suspended = False


def provider_registered(state: State, _at: int, event: events.ProviderRegistered) -> None:
    """Take up a provider and open its account at our end."""
    pact = state.pacts[event.agreement_id]
    known = pact.providers.get(event.provider_id)
    if known is None:
        pact.providers[event.provider_id] = Provider(event.provider_id, event.exposure_limit)
        account_id = provider_account(event.provider_id, pact.currency)
        state.ledger.open(account_id, pact.currency, 0)
    else:
        known.exposure_limit = event.exposure_limit


def rates_published(state: State, at: int, event: events.RatesPublished) -> None:
    """Quote by this rate from now on."""
    provider = state.pacts[event.agreement_id].providers[event.provider_id]
    provider.rate, provider.published_at = event.rate, at
    provider.tiers, provider.improvements = event.tiers, dict(event.improvements)


def bundle_activated(state: State, _at: int, event: events.BundleActivated) -> None:
    """Decide by these lists from now on."""
    state.bundle, state.bundle_valid_until = event.bundle, event.valid_until


def quote_issued(state: State, _at: int, event: events.QuoteIssued) -> None:
    """Keep the offer until it is used or expires; it counts as the provider's exposure."""
    quote = event.quote
    state.quotes[quote.quote_id] = quote
    terms = quote.terms
    provider = state.pacts[quote.agreement_id].providers[terms.provider_id]
    provider.exposure += terms.creditor_amount
    state.timers.set(terms.expires_at, "quote", quote.quote_id)


def quote_expired(state: State, _at: int, event: events.QuoteExpired) -> None:
    """Forget the offer."""
    quote = state.quotes.pop(event.quote_id)
    terms = quote.terms
    state.pacts[quote.agreement_id].providers[terms.provider_id].exposure -= terms.creditor_amount
