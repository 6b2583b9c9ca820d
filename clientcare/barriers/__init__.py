"""Information barriers: the page on which compliance keep them, looks over them, and who was turned away."""
