"""Run the command line as ``python -m gaitcheck``."""

from gaitcheck.cli import main

if __name__ == "__main__":
    main()
