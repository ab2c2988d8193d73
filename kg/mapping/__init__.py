"""All of it as triples: N-Triples lines in, sorted Turtle out."""
