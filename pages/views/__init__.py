"""One module a group of pages; each view reads the address, asks the read side and renders."""
