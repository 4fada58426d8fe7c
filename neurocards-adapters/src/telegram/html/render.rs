//! Pieces into tags.

use super::{Piece, Style, escape};

/// Neighbours that share outer styles share the tags too, so that a quotation of several pieces
/// stays one quotation.
pub(super) fn render(pieces: &[Piece]) -> String {
    let mut html = String::new();
    let mut open: Vec<&Style> = Vec::new();
    for piece in pieces {
        let shared = shared_prefix(&open, &piece.styles);
        close(&mut html, &mut open, shared);
        for style in &piece.styles[shared..] {
            html.push_str(&opening(style));
            open.push(style);
        }
        html.push_str(&escape(&piece.text));
    }
    close(&mut html, &mut open, 0);
    html
}

fn shared_prefix(open: &[&Style], wanted: &[Style]) -> usize {
    open.iter()
        .zip(wanted)
        .take_while(|(a, b)| **a == *b)
        .count()
}

fn close(html: &mut String, open: &mut Vec<&Style>, keep: usize) {
    while open.len() > keep {
        if let Some(style) = open.pop() {
            html.push_str(closing(style));
        }
    }
}

fn opening(style: &Style) -> String {
    match style {
        Style::Bold => "<b>".to_owned(),
        Style::Italic => "<i>".to_owned(),
        Style::Code => "<code>".to_owned(),
        Style::Quote => "<blockquote>".to_owned(),
        Style::Link(url) => format!("<a href=\"{}\">", escape(url)),
    }
}

const fn closing(style: &Style) -> &'static str {
    match style {
        Style::Bold => "</b>",
        Style::Italic => "</i>",
        Style::Code => "</code>",
        Style::Quote => "</blockquote>",
        Style::Link(_) => "</a>",
    }
}
