"""The page of one client: names, how to reach them safely, their matters, what was promised and what happened."""
