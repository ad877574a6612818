"""How it gets in: the editorial pipeline, which ends by calling relations.recording."""
