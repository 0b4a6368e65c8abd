"""`python -m scanner_daemon` is `bookcradle`."""

from scanner_daemon.cli.main import main

main()
