"""The optimiser: which waiting bundles should settle together, and the most that any could.

`proposing` is the way through it. An instance becomes rows (`rows`) and a problem (`problem`) of
the bundles that may settle at all; `queue_rules` is what systems do today, and the floor;
`relaxation` lets bundles settle in part, over `pools` of them; `certificate` makes a proof of its
multipliers; `search` and `walking` go from a guess to a set that keeps every row; `branching`
finds a tighter bound, `merging` joins good sets. `hunting` looks for a set that is worth the
relaxation's bound, on the optimal `face`: `narrowing`, `lines` and `subset_sums` make rows come
out exactly, `roughing` and `centre` decide the large bundles before. `solver` is the one door to
HiGHS.

Floats choose where to look. Whether a set keeps every row, and what a certificate proves, is
counted in whole numbers.
"""
