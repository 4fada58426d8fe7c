//! Settings from environment and file.
