"""The live room: one log, decided once, folded everywhere, shown in frames of one size on a steady beat."""
