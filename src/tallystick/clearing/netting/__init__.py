"""Netting: what many payments come to between participants, and who bears a failure to pay.

`payments` takes in parallel arrays and refuses what is no payment. `flows` sums them to what each
debtor owes each creditor, from which follow the multilateral and the bilateral net positions,
also without those who have failed. `set_off` cancels as much as can be cancelled in cycles with
nobody's net position changed, and proves that no more can be; `reduction` tells by how much each
payment shrinks. `allocation` and `recast` tell who bears what a participant has failed to pay in.

A participant and a currency are numbers from 0, told apart by the caller. Amounts are whole minor
units. Every answer is exact and the same for the same arguments. Nothing here decides: what is
proposed is checked again where it is decided.
"""
