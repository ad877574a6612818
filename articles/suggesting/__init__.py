"""Suggesting facts: a document in, suggestions with their passages out."""
