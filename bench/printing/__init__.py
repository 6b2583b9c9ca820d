"""What bench/letters.py is made of; nothing here is collected by pytest or shipped."""
