"""Notes of disagreements between clients and staff: for managers and whoever wrote them (B06)."""
