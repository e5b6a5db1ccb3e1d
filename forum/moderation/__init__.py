"""Moderators: how they sign in, and how they plan, open and close sessions."""
