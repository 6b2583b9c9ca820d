"""The manager's page: how well clients were looked after, the misses first, every figure with its rows."""
