"""The command line: the one door that may speak to every room."""

import click


@click.group()
def main() -> None:
    """Cross-border payment links whose two halves always match."""
