"""What was written to break pages goes through the room as text."""
