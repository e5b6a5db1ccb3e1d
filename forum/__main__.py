"""`python -m forum`: the same as the `forum` command."""

from forum.web.cli import main

if __name__ == "__main__":
    main()
