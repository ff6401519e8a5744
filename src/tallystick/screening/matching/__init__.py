"""Names that are alike: which words may stand for which, and which listed names may be meant.

`words` makes a word ready, `sounds` gives the forms under which it is found, `likeness` says how
alike two words are, `alignment` pairs the words of two names, and `candidates` finds the listed
names that are worth a comparison, by kernels: `meeting` and `pairing` say in which steps.
"""
