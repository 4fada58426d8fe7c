//! `&lt;` and the like, as far as Telegram knows them.

/// A text with its references replaced; unknown ones stay as they are.
pub(crate) fn decode_all(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let (c, taken) = decode_reference(rest).unwrap_or((next, next.len_utf8()));
        decoded.push(c);
        rest = &rest[taken..];
    }
    decoded
}

/// The reference that the text begins with: one of the four names, or a number. Gives the bytes
/// taken as well.
pub(crate) fn decode_reference(text: &str) -> Option<(char, usize)> {
    let inside = text.strip_prefix('&')?;
    let end = inside
        .find(|c: char| c != '#' && !c.is_ascii_alphanumeric())
        .unwrap_or(inside.len());
    let name = &inside[..end];
    let c = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = digits.strip_prefix(['x', 'X']).map_or_else(
                || digits.parse().ok(),
                |hex| u32::from_str_radix(hex, 16).ok(),
            )?;
            char::from_u32(code).filter(|_| code != 0)?
        }
    };
    let semicolon = usize::from(inside[end..].starts_with(';'));
    Some((c, 1 + end + semicolon))
}
