"""What was measured about this rig, as immutable, versioned values."""
