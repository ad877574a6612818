"""The bulk write side: one module a layout."""
