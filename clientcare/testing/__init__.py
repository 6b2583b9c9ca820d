"""What the tests stand on: databases of their own (databases.py) and the whole running house (stack.py)."""
