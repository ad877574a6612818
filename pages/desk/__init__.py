"""The editors' desk: the queue, the article beside its suggested facts, review and quality."""
