"""The door for machines: HTTP over mutual TLS, for banks, providers, people and other nodes.

A request is read, bounded, and put to the node's doors in their own words; what they
answer is written down. Nothing is decided here, and nothing is known of the books.
"""
