"""The one thing an auditor may say out loud: that a promise was broken."""

from tallystick.terms.errors import InvariantError


class AuditError(InvariantError):
    """What the core did is not what it promised; the sentence says which promise."""

    code = "audit-failed"
