"""What people are told before they come in, from one text per language, and the pages of care beside it."""
