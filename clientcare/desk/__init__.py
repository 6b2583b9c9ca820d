"""The desk: who is calling, what may be said, when somebody rings back, and what is promised today."""
