"""The desk: what the short scripts in scripts/ are made of. Nothing here is shipped to the cloud."""
