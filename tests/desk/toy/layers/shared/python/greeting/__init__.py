"""What all contexts say."""
