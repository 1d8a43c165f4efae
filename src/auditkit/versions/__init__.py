"""What differs between two question sets, and between a set and how it was published."""
