"""What a ticket does and does not protect, said to everybody, and shown to those who want to check it."""
