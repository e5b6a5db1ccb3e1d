"""The pages that everybody can open, of no session."""

PUBLIC = ("", "support", "tonight", "reference-group", "privacy", "accessibility", "leaving", "ticket", "ticket/proof")
