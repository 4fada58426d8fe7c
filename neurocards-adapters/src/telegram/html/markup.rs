//! Our own texts, read into pieces.

use thiserror::Error;

use super::{Html, Piece, Style};

/// A text of ours with tags that do not fit.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MarkupError {
    /// A tag that we do not use, or a `<` that begins no tag.
    #[error("unknown tag: {0}")]
    UnknownTag(String),
    /// A closing tag that closes nothing, or the wrong tag.
    #[error("{0} closes nothing")]
    NotOpen(String),
    /// A tag that is never closed.
    #[error("a tag is not closed")]
    NotClosed,
}

/// Reads tags and entities; see [`Html::from_markup`].
pub(super) fn parse(markup: &str) -> Result<Html, MarkupError> {
    let mut html = Html::new();
    let mut open: Vec<Style> = Vec::new();
    let mut rest = markup;
    while let Some(start) = rest.find('<') {
        push(&mut html, &rest[..start], &open);
        let end = rest[start..].find('>').map(|end| start + end + 1);
        let end = end.ok_or(MarkupError::NotClosed)?;
        turn(&mut open, &rest[start..end])?;
        rest = &rest[end..];
    }
    push(&mut html, rest, &open);
    if open.is_empty() {
        Ok(html)
    } else {
        Err(MarkupError::NotClosed)
    }
}

fn push(html: &mut Html, escaped: &str, styles: &[Style]) {
    if !escaped.is_empty() {
        html.pieces.push(Piece {
            text: unescape(escaped),
            styles: styles.to_vec(),
        });
    }
}

/// Opens or closes what `tag` says.
fn turn(open: &mut Vec<Style>, tag: &str) -> Result<(), MarkupError> {
    if let Some(style) = opened_by(tag) {
        open.push(style);
        return Ok(());
    }
    let closes = match tag {
        "</b>" => matches!(open.last(), Some(Style::Bold)),
        "</i>" => matches!(open.last(), Some(Style::Italic)),
        "</code>" => matches!(open.last(), Some(Style::Code)),
        "</blockquote>" => matches!(open.last(), Some(Style::Quote)),
        "</a>" => matches!(open.last(), Some(Style::Link(_))),
        _ => return Err(MarkupError::UnknownTag(tag.to_owned())),
    };
    if !closes {
        return Err(MarkupError::NotOpen(tag.to_owned()));
    }
    open.pop();
    Ok(())
}

fn opened_by(tag: &str) -> Option<Style> {
    Some(match tag {
        "<b>" => Style::Bold,
        "<i>" => Style::Italic,
        "<code>" => Style::Code,
        "<blockquote>" => Style::Quote,
        _ => Style::Link(unescape(
            tag.strip_prefix("<a href=\"")?.strip_suffix("\">")?,
        )),
    })
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}
