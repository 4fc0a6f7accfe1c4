"""SET-UP AND DAILY WORK — what `dev.py` does. Standard library only; knows no room, imported by none."""
