"""How `relations/data` is made: from the published lists, ISO 3166 and what is ours."""
