"""What one person is told by e-mail, and what they would rather read on their page (decisions 34)."""
