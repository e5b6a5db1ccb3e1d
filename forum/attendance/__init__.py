"""Attendance at the door: how a ticket becomes a seat, and how a seat is forgotten."""
