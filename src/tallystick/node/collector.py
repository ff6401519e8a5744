"""Python's collector of cycles, told what it need not look at.

Books hold no cycles. What was read at the start stays as long as the process, and a
step makes thousands of values that last until their commit: looked through each time
some hundreds have been made, they would cost a node a tenth of its time.
"""

import gc

YOUNG_MAX = 50_000  # so many new containers may gather before they are looked through


def spare_the_books() -> None:
    """Leave all that is there now alone for ever, and look at what comes less often.

    It is for a process that runs one node, once its books are open and when new lists were read.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_MAX)
