"""One person's day: calls to return, updates promised, messages, tasks, and when not to be disturbed."""
