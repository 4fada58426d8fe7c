//! Shows a text with entities as safe HTML, for a chat page.

use super::entity::Entity;

/// Escapes the text and puts tags where the entities are. Entities must nest, as the parser's do.
pub(crate) fn render(text: &str, entities: &[Entity]) -> String {
    let mut html = String::with_capacity(text.len());
    let mut waiting = entities.iter().peekable();
    let mut open: Vec<&Entity> = Vec::new();
    let mut at = 0;
    for c in text.chars() {
        close_ended(&mut html, &mut open, at);
        while let Some(entity) = waiting.next_if(|entity| entity.offset <= at) {
            html.push_str(&start_tag(entity));
            open.push(entity);
        }
        escape_into(&mut html, c);
        at += c.len_utf16();
    }
    while let Some(entity) = open.pop() {
        html.push_str(end_tag(entity));
    }
    html
}

fn close_ended(html: &mut String, open: &mut Vec<&Entity>, at: usize) {
    while let Some(entity) = open.pop_if(|entity| entity.end() <= at) {
        html.push_str(end_tag(entity));
    }
}

fn start_tag(entity: &Entity) -> String {
    match entity.kind.as_str() {
        "text_link" => {
            let mut url = String::new();
            entity
                .url
                .as_deref()
                .unwrap_or("")
                .chars()
                .for_each(|c| escape_into(&mut url, c));
            format!("<a href=\"{url}\">")
        }
        _ => start_tag_name(entity).to_owned(),
    }
}

fn start_tag_name(entity: &Entity) -> &'static str {
    match entity.kind.as_str() {
        "bold" => "<b>",
        "italic" => "<i>",
        "underline" => "<u>",
        "strikethrough" => "<s>",
        "code" => "<code>",
        "pre" => "<pre>",
        "blockquote" | "expandable_blockquote" => "<blockquote>",
        "spoiler" => "<span class=\"spoiler\">",
        _ => "<span>",
    }
}

fn end_tag(entity: &Entity) -> &'static str {
    match entity.kind.as_str() {
        "text_link" => "</a>",
        "bold" => "</b>",
        "italic" => "</i>",
        "underline" => "</u>",
        "strikethrough" => "</s>",
        "code" => "</code>",
        "pre" => "</pre>",
        "blockquote" | "expandable_blockquote" => "</blockquote>",
        _ => "</span>",
    }
}

fn escape_into(html: &mut String, c: char) {
    match c {
        '<' => html.push_str("&lt;"),
        '>' => html.push_str("&gt;"),
        '&' => html.push_str("&amp;"),
        '"' => html.push_str("&quot;"),
        _ => html.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telegram::html_parse::parse;

    #[test]
    fn what_was_parsed_is_shown_again() {
        let html = "🎬 <b>видео <i>готово</i></b> &lt;script&gt; <code>x</code>";
        let (text, entities) = parse(html).unwrap();
        assert_eq!(render(&text, &entities), html);
    }
}
