//! A long text made short.

use super::{Html, Piece};

/// How far back a space is looked for, so that a word is not cut, in characters.
const WORD_MAX: usize = 40;

/// The first `max - 1` UTF-16 code units, back to the end of a word where there is one, and an
/// ellipsis in the look of the last piece.
pub(super) fn cut(html: Html, max: usize) -> Html {
    let mut left = max.saturating_sub(1);
    let mut kept: Vec<Piece> = Vec::new();
    for mut piece in html.pieces {
        let units = piece.text.encode_utf16().count();
        if units <= left {
            left -= units;
            kept.push(piece);
            continue;
        }
        let end = back_to_a_word(prefix(&piece.text, left)).len();
        piece.text.truncate(end);
        kept.push(piece);
        break;
    }
    if let Some(last) = kept.last_mut().filter(|_| max > 0) {
        last.text.push('…');
    }
    kept.retain(|piece| !piece.text.is_empty());
    Html { pieces: kept }
}

/// The longest prefix of at most `max` UTF-16 code units.
fn prefix(text: &str, max: usize) -> &str {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > max {
            return &text[..at];
        }
    }
    text
}

/// Without a word that was cut and without the space before it; as it is when there is no space
/// near the end.
fn back_to_a_word(text: &str) -> &str {
    let tail = text.char_indices().rev().take(WORD_MAX);
    let space = tail
        .filter(|(_, c)| c.is_whitespace())
        .map(|(at, _)| at)
        .next();
    space.map_or(text, |at| text[..at].trim_end())
}
