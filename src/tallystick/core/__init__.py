"""The deterministic machine: what an operator's node knows, and how it decides.

The core is told, it never asks. Time, rates, verdicts and identifiers come in
with the command; `decide` turns a command into events and changes nothing;
`evolve` is the only writer; effects are read off the events. The same commands
give the same bytes on every machine, in production and in simulation.

Read in this order: `orders` and `agreements` (what is agreed), `lifecycle` (the
state table), `commands`, `events`, `items` and `effects` (what goes in and out),
`ledger` (where the money is), then the deciders: `outward` and `inward` (a
payment's two sides), `quotes`, `gate` and `review`, `following`, `cycles`,
`settlement`, `funding`, `registry`, `resolution`, then what events do to the state
(`evolve`), who is told (`announcements`), and `machine`, which drives them.
"""
