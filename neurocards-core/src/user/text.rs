//! Texts that others wrote.

/// The text without control characters other than line breaks and tabs. Nobody sees them, and a
/// database may refuse what holds one, for ever. To be called where a text enters.
pub fn plain(text: &str) -> String {
    let is_kept = |char: &char| !char.is_control() || matches!(char, '\n' | '\t');
    text.chars().filter(is_kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_sees_is_dropped() {
        assert_eq!(plain("a\0b\u{1b}[0m\r\n\tc\u{7f}\u{85}"), "ab[0m\n\tc");
        let seen = "Кружка 🍵, 1\u{a0}л — «тёплая»";
        assert_eq!(plain(seen), seen);
    }
}
