//! `parse_mode=HTML`: tags become entities, mistakes become Telegram's own texts.
//!
//! Tags, references and texts of errors follow <https://core.telegram.org/bots/api#html-style>
//! and the answers of the real server.

use super::entity::{Entity, utf16_len};
use super::html_reference::{decode_all, decode_reference};

const TAGS: [&str; 16] = [
    "a",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "tg-spoiler",
    "tg-emoji",
    "span",
    "code",
    "pre",
    "blockquote",
];

/// A tag that waits for its end.
struct Open {
    tag: String,
    /// The value of the attribute that matters for the tag.
    argument: Option<String>,
    offset: usize,
    text_start: usize,
}

/// Text without tags, and its entities in the order in which they start.
pub(crate) fn parse(html: &str) -> Result<(String, Vec<Entity>), String> {
    let mut parser = Parser {
        html,
        at: 0,
        text: String::new(),
        open: vec![],
        found: vec![],
    };
    while let Some(next) = html[parser.at..].chars().next() {
        match next {
            '<' if html[parser.at..].starts_with("</") => parser.end_tag()?,
            '<' => parser.start_tag()?,
            '&' => parser.reference(),
            other => parser.push(other, other.len_utf8()),
        }
    }
    if let Some(open) = parser.open.last() {
        return Err(format!(
            "Can't find end tag corresponding to start tag \"{}\"",
            open.tag
        ));
    }
    let mut found = parser.found;
    found.sort_by_key(|entity| (entity.offset, usize::MAX - entity.length));
    Ok((parser.text, found))
}

struct Parser<'a> {
    html: &'a str,
    /// Byte offset into `html`.
    at: usize,
    text: String,
    open: Vec<Open>,
    found: Vec<Entity>,
}

impl Parser<'_> {
    fn push(&mut self, c: char, taken_bytes: usize) {
        self.text.push(c);
        self.at += taken_bytes;
    }

    fn reference(&mut self) {
        let rest = &self.html[self.at..];
        match decode_reference(rest) {
            Some((c, taken)) => self.push(c, taken),
            None => self.push('&', 1),
        }
    }

    fn start_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let inside = &self.html[begin + 1..];
        let name_len = inside
            .find(|c: char| c.is_ascii_whitespace() || c == '>')
            .ok_or_else(|| format!("Unclosed start tag at byte offset {begin}"))?;
        let tag = inside[..name_len].to_ascii_lowercase();
        if !TAGS.contains(&tag.as_str()) {
            return Err(format!(
                "Unsupported start tag \"{tag}\" at byte offset {begin}"
            ));
        }
        self.at = begin + 1 + name_len;
        let argument = self.attributes(&tag, begin)?;
        if tag == "span" && argument.is_none() {
            return Err(format!(
                "Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"
            ));
        }
        let (offset, text_start) = (utf16_len(&self.text), self.text.len());
        self.open.push(Open {
            tag,
            argument,
            offset,
            text_start,
        });
        Ok(())
    }

    /// Reads up to and over `>`; gives the one attribute that means something for the tag.
    fn attributes(&mut self, tag: &str, begin: usize) -> Result<Option<String>, String> {
        let unclosed = || format!("Unclosed start tag \"{tag}\" at byte offset {begin}");
        let mut argument = None;
        loop {
            let rest = self.html[self.at..].trim_ascii_start();
            self.at = self.html.len() - rest.len();
            if rest.is_empty() {
                return Err(unclosed());
            }
            if rest.starts_with('>') {
                self.at += 1;
                return Ok(argument);
            }
            let name_len = rest
                .find(|c: char| c.is_ascii_whitespace() || c == '=' || c == '>')
                .ok_or_else(unclosed)?;
            if name_len == 0 {
                return Err(format!(
                    "Empty attribute name in the tag \"{tag}\" at byte offset {begin}"
                ));
            }
            let name = rest[..name_len].to_ascii_lowercase();
            self.at += name_len;
            let value = self.attribute_value(begin)?;
            argument = meaningful(tag, &name, value).or(argument);
        }
    }

    fn attribute_value(&mut self, begin: usize) -> Result<String, String> {
        let rest = self.html[self.at..].trim_ascii_start();
        let Some(rest) = rest.strip_prefix('=') else {
            return Ok(String::new());
        };
        let rest = rest.trim_ascii_start();
        self.at = self.html.len() - rest.len();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (raw, taken) = if let Some(quote) = quote {
            let end = rest[1..].find(quote);
            let end = end.ok_or_else(|| format!("Unclosed start tag at byte offset {begin}"))?;
            (&rest[1..=end], end + 2)
        } else {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || ".-".contains(c)));
            let end = end.unwrap_or(rest.len());
            (&rest[..end], end)
        };
        if quote.is_none() && !rest[taken..].starts_with(['>', ' ']) {
            return Err(format!(
                "Unexpected end of name token at byte offset {}",
                self.at
            ));
        }
        self.at += taken;
        Ok(decode_all(raw))
    }

    fn end_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let Some(open) = self.open.pop() else {
            return Err(format!("Unexpected end tag at byte offset {begin}"));
        };
        let inside = &self.html[begin + 2..];
        let close = inside.find('>');
        let close = close.ok_or_else(|| format!("Unclosed end tag at byte offset {begin}"))?;
        let name = inside[..close].trim_ascii().to_ascii_lowercase();
        if !name.is_empty() && name != open.tag {
            return Err(format!(
                "Unmatched end tag at byte offset {begin}, expected \"</{}>\", found \"</{name}>\"",
                open.tag
            ));
        }
        self.at = begin + 2 + close + 1;
        self.close(open);
        Ok(())
    }

    fn close(&mut self, open: Open) {
        let length = utf16_len(&self.text) - open.offset;
        if length == 0 {
            return;
        }
        let mut entity = Entity::plain(entity_kind(&open), open.offset, length);
        match open.tag.as_str() {
            "a" => {
                let url = open
                    .argument
                    .unwrap_or_else(|| self.text[open.text_start..].to_owned());
                if !looks_like_url(&url) {
                    return;
                }
                entity.url = Some(url);
            }
            "tg-emoji" => entity.custom_emoji_id = open.argument,
            "code" if open.argument.is_some() && self.inside_pre(open.offset) => {
                // <pre><code class="language-x"> is one entity; its end tag makes it.
                self.found.push(Entity {
                    language: open.argument,
                    ..entity
                });
                return;
            }
            "pre" => entity.language = self.take_language(open.offset, length),
            _ => {}
        }
        self.found.push(entity);
    }

    fn inside_pre(&self, offset: usize) -> bool {
        self.open
            .last()
            .is_some_and(|outer| outer.tag == "pre" && outer.offset == offset)
    }

    fn take_language(&mut self, offset: usize, length: usize) -> Option<String> {
        let inner = self.found.last()?;
        let same = inner.kind == "code" && inner.offset == offset && inner.length == length;
        if same && inner.language.is_some() {
            self.found.pop()?.language
        } else {
            None
        }
    }
}

fn meaningful(tag: &str, name: &str, value: String) -> Option<String> {
    match (tag, name) {
        ("a", "href") | ("tg-emoji", "emoji-id") => Some(value),
        ("code", "class") => value.strip_prefix("language-").map(str::to_owned),
        ("span", "class") => (value == "tg-spoiler").then_some(value),
        ("blockquote", "expandable") => Some(name.to_owned()),
        _ => None,
    }
}

fn entity_kind(open: &Open) -> &'static str {
    match open.tag.as_str() {
        "a" => "text_link",
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "tg-emoji" => "custom_emoji",
        "code" => "code",
        "pre" => "pre",
        "blockquote" if open.argument.is_some() => "expandable_blockquote",
        "blockquote" => "blockquote",
        _ => "spoiler",
    }
}

fn looks_like_url(url: &str) -> bool {
    ["http://", "https://", "tg://", "mailto:", "tel:"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
        || (url.contains('.') && !url.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(html: &str) -> (String, Vec<(String, usize, usize)>) {
        let (text, entities) = parse(html).unwrap();
        (
            text,
            entities
                .into_iter()
                .map(|e| (e.kind, e.offset, e.length))
                .collect(),
        )
    }

    #[test]
    fn offsets_are_in_utf16_units_and_outer_entities_come_first() {
        let (text, found) = kinds("🎬 <b>видео <i>готово</i></b> &lt;3");
        assert_eq!(text, "🎬 видео готово <3");
        assert_eq!(
            found,
            [("bold".to_owned(), 3, 12), ("italic".to_owned(), 9, 6)]
        );
    }

    #[test]
    fn links_code_languages_and_quotes_keep_their_arguments() {
        let (_, found) = parse("<a href=\"https://x.y/?a=1&amp;b=2\">x</a>").unwrap();
        assert_eq!(found[0].url.as_deref(), Some("https://x.y/?a=1&b=2"));
        let (_, found) = parse("<pre><code class=\"language-rust\">fn</code></pre>").unwrap();
        assert_eq!(
            (found.len(), found[0].language.as_deref()),
            (1, Some("rust"))
        );
        let (_, found) = parse("<blockquote expandable>q</blockquote>").unwrap();
        assert_eq!(found[0].kind, "expandable_blockquote");
    }

    #[test]
    fn mistakes_get_the_texts_of_the_real_server() {
        let texts = [
            (
                "a <foo>b</foo>",
                "Unsupported start tag \"foo\" at byte offset 2",
            ),
            (
                "<b>a",
                "Can't find end tag corresponding to start tag \"b\"",
            ),
            ("a</b>", "Unexpected end tag at byte offset 1"),
            (
                "<b>a</i>",
                "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\"",
            ),
            ("2 < 3", "Unsupported start tag \"\" at byte offset 2"),
            (
                "<span>a</span>",
                "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0",
            ),
            ("<i>a</i   ", "Unclosed end tag at byte offset 4"),
        ];
        for (html, text) in texts {
            assert_eq!(parse(html).unwrap_err(), text, "{html}");
        }
    }

    #[test]
    fn unknown_references_stay_as_they_are() {
        assert_eq!(kinds("&laquo;&#1046;&amp").0, "&laquo;Ж&");
    }
}
