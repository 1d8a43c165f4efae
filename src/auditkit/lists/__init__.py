"""Lists that people keep beside returns: cases to choose from, earlier audits, staff."""
