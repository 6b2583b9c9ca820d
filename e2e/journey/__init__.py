"""The journey of test_journey.py: who plays (cast), where (house), what is passed on (story), and the chapters."""
