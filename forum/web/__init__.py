"""Everything Flask that belongs to no feature: the edge, the server, headers, errors, languages, the commands."""
