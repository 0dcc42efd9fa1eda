"""One day's work: the only part that wires the others together."""
