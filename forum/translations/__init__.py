"""The words of the forum in its languages, and how they are found."""
