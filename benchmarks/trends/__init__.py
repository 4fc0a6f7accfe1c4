"""How often the verdicts are wrong, and how often they see what is there: `python -m benchmarks.trends [--full]`."""
