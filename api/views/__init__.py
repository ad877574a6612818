"""The reading addresses: each view reads the query, makes one call into the domain and answers."""
