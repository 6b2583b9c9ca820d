"""What will leave by itself in the next two weeks: of all features, on one page (decisions B8)."""
