"""Programs that measure against a peer in the same run; each prints ratios."""
