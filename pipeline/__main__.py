"""`python -m pipeline` is `giaoviec`."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
