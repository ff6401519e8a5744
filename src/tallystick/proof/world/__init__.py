"""The simulated world: two nodes and all around them, from one seed.

The nodes are the real ones, stepped by hand; the network loses, repeats, reorders
and delays, partitions come and go, disks fail and fill, processes die between any
two lines, clocks drift, people release, refuse and forget. After every step the
checkers look. Then the faults stop and peace is demanded: every payment final,
both halves equal, every cycle settled.
"""
