"""Whole files of facts: ordered, built by a worker, fetched, and thrown away after some days."""
