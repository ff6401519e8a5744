"""The command line: the one door that may speak to every room.

`listing` is the table of every command and where it is built; `group` turns
the table into click commands, loading a command's module only when it is
asked for; `exit_code` says what the shell is told. Scripts outside the
project rely on the contract in docs/reference/commands.md.
"""

from tallystick.cli.group import main

__all__ = ["main"]
