"""Two records of one person: comparing them, merging them, and taking the merge back (domain 4.2)."""
