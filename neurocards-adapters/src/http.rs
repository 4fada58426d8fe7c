//! The one HTTP client of this program.
