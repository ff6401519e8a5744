"""The words that every room shares: money, identifiers, time, reasons, verdicts, errors.

Everything here is a value or a pure function of its arguments. Nothing here reads
a clock, draws a number at random, writes a log or touches a file or a socket, and
nothing here imports another room. Money is a whole number of minor units, an
instant a whole number of milliseconds; a float does not occur.
"""
