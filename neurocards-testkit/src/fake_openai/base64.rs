//! Base64 with the standard alphabet and padding (RFC 4648, section 4).

/// The bytes, unless the text breaks the rules anywhere.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.as_bytes();
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let padding = text.iter().rev().take_while(|byte| **byte == b'=').count();
    if padding > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for group in text[..text.len() - padding].chunks(4) {
        decode_group(group, &mut bytes)?;
    }
    Some(bytes)
}

/// Bytes that a text of this length stands for, without looking whether it is valid.
pub(crate) fn decoded_size(text: &str) -> usize {
    let padding = text.bytes().rev().take_while(|byte| *byte == b'=').count();
    (text.len() / 4 * 3).saturating_sub(padding)
}

/// A group of 2 to 4 letters gives one byte less.
fn decode_group(group: &[u8], bytes: &mut Vec<u8>) -> Option<()> {
    let mut bits = 0_u32;
    for letter in group {
        bits = bits << 6 | u32::from(sextet(*letter)?);
    }
    bits <<= 6 * (4 - group.len());
    let [_, decoded @ ..] = bits.to_be_bytes();
    bytes.extend_from_slice(&decoded[..group.len() - 1]);
    Some(())
}

fn sextet(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_the_rfc_decode() {
        let vectors = [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9vYmFy", "foobar"),
        ];
        for (text, plain) in vectors {
            assert_eq!(decode(text).unwrap(), plain.as_bytes());
            assert_eq!(decoded_size(text), plain.len());
        }
    }

    #[test]
    fn what_is_no_base64_does_not_decode() {
        for text in ["Zg", "Zg=", "Z===", "Zg==Zg==", "Zm 9", "Zm9-", "===="] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
