//! The store ports on SQLite.
