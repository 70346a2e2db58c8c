"""The benchmarks: what a user waits for, on one million facts, against the budget."""
