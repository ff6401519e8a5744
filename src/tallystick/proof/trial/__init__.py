"""Real messages tried out: two whole nodes in one process, and what became of each payment.

The nodes are the real ones, stepped by hand, and a message comes in by the real way;
banks, exchange providers, settlement systems, lists and money are invented. Nothing
is lost here and nothing breaks: what a message does in a rough world is for the
simulated world to show.
"""
