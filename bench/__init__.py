"""Measurements; see README.md here. Nothing of this is part of the wheel."""
