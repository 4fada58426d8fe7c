//! The one kind of byte range that players ask for.

use std::ops::Range;

/// What a `Range` header asks of a file of `len` bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// The whole file: no header, or one that may be ignored.
    Whole,
    /// These bytes; not empty.
    Part(Range<usize>),
    /// Bytes behind the end.
    Nothing,
}

/// Reads `bytes=from-to`, `bytes=from-` and `bytes=-last` (RFC 9110, 14.1.2); several ranges at
/// once are answered with the whole file, as the RFC allows.
pub(super) fn asked(header: Option<&str>, len: usize) -> Asked {
    let Some((from, to)) = header
        .and_then(|header| header.strip_prefix("bytes="))
        .and_then(|range| range.split_once('-'))
    else {
        return Asked::Whole;
    };
    let range = match (from.parse::<usize>().ok(), to.parse::<usize>().ok()) {
        (Some(from), Some(to)) if from <= to => from..to.saturating_add(1).min(len),
        (Some(from), None) if to.is_empty() => from..len,
        (None, Some(last)) if from.is_empty() => len.saturating_sub(last)..len,
        _ => return Asked::Whole,
    };
    if range.start < range.end {
        Asked::Part(range)
    } else {
        Asked::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_cut_to_the_file() {
        for (header, part) in [
            ("bytes=0-", 0..10),
            ("bytes=2-4", 2..5),
            ("bytes=8-99", 8..10),
            ("bytes=-3", 7..10),
            ("bytes=-99", 0..10),
        ] {
            assert_eq!(asked(Some(header), 10), Asked::Part(part), "{header}");
        }
    }

    #[test]
    fn what_lies_behind_the_end_is_refused_and_what_is_no_range_ignored() {
        for header in ["bytes=10-", "bytes=99-100", "bytes=-0"] {
            assert_eq!(asked(Some(header), 10), Asked::Nothing, "{header}");
        }
        for header in ["", "lines=1-2", "bytes=4-2", "bytes=-", "bytes=0-1,3-4"] {
            assert_eq!(asked(Some(header), 10), Asked::Whole, "{header}");
        }
        assert_eq!(asked(None, 10), Asked::Whole);
    }
}
