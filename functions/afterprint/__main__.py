"""`python -m afterprint`: the same as the `afterprint` command."""

from afterprint.cli.main import main

main()
