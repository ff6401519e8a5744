"""Solutions: what the optimiser hands over, and the check of it by whoever doubts it.

`multipliers` reads and writes certificate.csv, `result` result.json. `verifier` knows the rules of
settlement and nothing of the optimiser; it shares no code with it but the reading of files.
"""
