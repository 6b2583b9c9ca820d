"""A believable firm with two years of history, made by the services that people use (decisions B20)."""
