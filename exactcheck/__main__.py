"""``python -m exactcheck``: the command line."""

from exactcheck.cli import main

if __name__ == "__main__":
    main()
