"""FIGURES AND PICTURES — what a page costs and how it looks, on the running site. Imported by nothing."""
