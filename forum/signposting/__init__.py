"""Support services and the page before the external reference group."""
