"""What the tests stand on: databases of their own (databases.py) and the whole running house (stack.py)."""

import os

EVERYTHING = bool(os.environ.get("TEST_EVERYTHING"))  # script/test --all: the whole of what is sampled by default
