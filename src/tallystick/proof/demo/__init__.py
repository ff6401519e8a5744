"""The demo: two operators' nodes as processes of their own, invented banks around them, one day.

`street` is what stands and runs, `course` what happens on it, `books` what the two
stores say afterwards. Whoever wants processes under load uses the same street.
"""
