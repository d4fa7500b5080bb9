"""The review of a comparison: what was decided, what of it stands, and where it is kept."""
