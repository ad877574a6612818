"""One of the two ways out: the pages people read."""
