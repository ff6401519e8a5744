"""A day of timed payments, run under different rules and with more or less liquidity.

What settles when, how much liquidity it takes, and how long payments wait. It is the settlement
alone that is run: every payment passes its checks in no time.
"""
