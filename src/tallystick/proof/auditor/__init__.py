"""The auditor: a second model of the core, independent, slow and obvious.

It sees what the machine sees and what the machine says: commands, events and
effects. From the commands alone it works out, by its own books, what must happen,
event by event, and what must be told to whom; where the two differ it says which
promise was broken. It knows the core's words (commands, events, items, notices,
orders, agreements, effects, postings) and nothing of how the core decides.

Read in this order: `books` (what is written down), `figures` (what is added up from
it, each time anew), the scripts (`sending`, `receiving`, `review`, `offers`,
`membership`, `rounds`, `squaring`, `treasury`, `hours`, `signatures`, `hearing`),
each of which says for one kind of command what must follow, then `booking` and
`telling` (what an event does to the books, and who is told), and `auditor`.

Where the design leaves the core free (in which order due things are dealt with,
which queue is looked at first, which settled payments leave first) the auditor
checks that what was done was allowed and that nothing was left undone.
"""

from tallystick.proof.auditor.auditor import Auditor
from tallystick.proof.auditor.breach import AuditError

__all__ = ["AuditError", "Auditor"]
