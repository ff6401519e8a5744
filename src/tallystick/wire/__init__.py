"""The wire: bytes to messages and messages to bytes, and nothing else.

Nothing here decides, stores or knows a payment's state. Foreign bytes are bounded
before they are read, and what is wrong with them is said as a `MessageError`.
"""
