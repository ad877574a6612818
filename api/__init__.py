"""One of the two ways out: the REST API."""
