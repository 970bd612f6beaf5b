"""`python -m bot.cli`: the same as the command `montoyer`."""

from bot.cli.main import main

main()
