"""``python -m himaya``: the command line."""

from himaya.cli.main import main

if __name__ == "__main__":
    main()
