"""Sessions: scheduled meetings, from planning to forgetting."""
