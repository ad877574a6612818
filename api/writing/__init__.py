"""The writing half: articles for the desk, and facts, sources and corrections as proposals.

Whoever asks, nothing becomes public here: an editor decides at the desk.
"""
