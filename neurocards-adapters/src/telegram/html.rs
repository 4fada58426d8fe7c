//! Text with formatting, the only thing that is ever sent with a `parse_mode`.
//!
//! An [`Html`] keeps what people read apart from how it looks, and escapes when it is rendered:
//! no raw string can reach Telegram's parser, limits are counted in what people read, and a cut
//! never lands inside a tag or an entity.

mod cut;
mod markup;
mod render;

use url::Url;

pub use markup::MarkupError;

/// The most a message may hold, in UTF-16 code units after entities parsing (Bot API,
/// `sendMessage`: 4096 characters).
pub const TEXT_MAX: usize = 4_096;

/// The most a caption may hold, counted like [`TEXT_MAX`] (Bot API, `sendVideo`).
pub const CAPTION_MAX: usize = 1_024;

/// How a piece of text looks.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Style {
    Bold,
    Italic,
    Code,
    Quote,
    Link(String),
}

/// Text of one look: its styles, outermost first.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    text: String,
    styles: Vec<Style>,
}

/// Text with formatting; see the module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html {
    pieces: Vec<Piece>,
}

impl Html {
    /// A text without any pieces yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// `text` as it is: whatever it contains, people read exactly this.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        let styles = Vec::new();
        Self {
            pieces: Vec::from_iter((!text.is_empty()).then_some(Piece { text, styles })),
        }
    }

    /// A link: `label`, opening `url`.
    pub fn link(label: impl Into<String>, url: &Url) -> Self {
        Self::text(label).styled(&Style::Link(url.as_str().to_owned()))
    }

    /// All of it bold.
    #[must_use]
    pub fn bold(self) -> Self {
        self.styled(&Style::Bold)
    }

    /// All of it in a fixed-width font.
    #[must_use]
    pub fn code(self) -> Self {
        self.styled(&Style::Code)
    }

    /// All of it as a quotation.
    #[must_use]
    pub fn quote(self) -> Self {
        self.styled(&Style::Quote)
    }

    /// `other` right behind.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.pieces.extend(other.pieces);
        self
    }

    /// `other` on the next line.
    #[must_use]
    pub fn line(self, other: Self) -> Self {
        self.then(Self::text("\n")).then(other)
    }

    /// `other` behind an empty line.
    #[must_use]
    pub fn paragraph(self, other: Self) -> Self {
        self.then(Self::text("\n\n")).then(other)
    }

    /// `parts`, one per line.
    pub fn lines(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut parts = parts.into_iter();
        let first = parts.next().unwrap_or_default();
        parts.fold(first, Self::line)
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// What people read, without its look.
    pub fn plain(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| piece.text.as_str())
            .collect()
    }

    /// The length of what people read, in UTF-16 code units.
    ///
    /// Telegram speaks of characters; UTF-16 is what its entities are counted in and is never less.
    pub fn len(&self) -> usize {
        self.pieces
            .iter()
            .map(|piece| piece.text.encode_utf16().count())
            .sum()
    }

    /// At most `max` UTF-16 code units: as it is, or cut between words with an ellipsis.
    #[must_use]
    pub fn fit(self, max: usize) -> Self {
        if self.len() <= max {
            self
        } else {
            cut::cut(self, max)
        }
    }

    /// As Telegram parses it, with `parse_mode` HTML.
    pub fn render(&self) -> String {
        render::render(&self.pieces)
    }

    /// Reads one of our own texts, in which `<b>`, `<i>`, `<code>`, `<blockquote>` and `<a href>`
    /// give the look and everything from outside was escaped by [`escape`].
    pub(super) fn from_markup(markup: &str) -> Result<Self, MarkupError> {
        markup::parse(markup)
    }

    fn styled(mut self, style: &Style) -> Self {
        for piece in &mut self.pieces {
            piece.styles.insert(0, style.clone());
        }
        self
    }
}

impl From<&str> for Html {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Html {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

/// `text` with everything escaped that Telegram's parser or ours would take for markup.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
