//! A slice of a list.

/// A slice of a list, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Rows to skip.
    pub offset: u32,
    /// Rows to return at most, 1 to 100.
    pub limit: u16,
}
