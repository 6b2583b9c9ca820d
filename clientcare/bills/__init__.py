"""Bills of the practice system, taken over from its lists by hand or at night."""
