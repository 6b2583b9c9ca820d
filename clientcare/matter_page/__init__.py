"""The list of matters and the page of one: what is said, what must happen first, who is in it, what happened."""
