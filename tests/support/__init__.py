"""What tests of several packages share: servers to test against, and who uses them."""
