"""A forum for people who share an experience, in which nobody has to say who they are."""
