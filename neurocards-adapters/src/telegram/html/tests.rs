use proptest::prelude::*;

use super::*;

/// What people read of rendered HTML: a reader that knows nothing of [`Html`].
fn read(rendered: &str) -> String {
    let mut text = String::new();
    let mut rest = rendered;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let end = rest[start..].find('>').expect("every tag is closed");
        rest = &rest[start + end + 1..];
    }
    text.push_str(rest);
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

fn any_html() -> impl Strategy<Value = Html> {
    let leaf = "[\\PC\n<>&\"]{0,12}".prop_map(Html::text);
    leaf.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(Html::bold),
            inner.clone().prop_map(|inner| inner.styled(&Style::Italic)),
            inner.clone().prop_map(Html::code),
            inner.clone().prop_map(Html::quote),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| a.then(b)),
            (inner.clone(), inner).prop_map(|(a, b)| a.line(b)),
        ]
    })
}

proptest! {
    #[test]
    fn people_read_exactly_what_was_given(text in any::<String>()) {
        let html = Html::text(text.clone());
        prop_assert_eq!(read(&html.render()), text.clone());
        prop_assert_eq!(read(&html.bold().quote().render()), text);
    }

    #[test]
    fn looks_never_change_what_is_read(html in any_html()) {
        prop_assert_eq!(read(&html.render()), html.plain());
    }

    #[test]
    fn what_is_rendered_is_read_back(html in any_html()) {
        let again = Html::from_markup(&html.render()).unwrap();
        prop_assert_eq!(again.render(), html.render());
    }

    #[test]
    fn a_cut_text_fits_and_is_a_beginning(html in any_html(), max in 1_usize..30) {
        let whole = html.plain();
        let cut = html.fit(max);
        prop_assert!(cut.len() <= max);
        let read = cut.plain();
        prop_assert!(whole.starts_with(read.strip_suffix('…').unwrap_or(&read)));
        prop_assert!(Html::from_markup(&cut.render()).is_ok());
    }
}

#[test]
fn a_long_text_is_cut_between_words_and_characters() {
    let html = Html::text("кружка ручной работы").bold().fit(15);
    assert_eq!(html.render(), "<b>кружка ручной…</b>");
    assert_eq!(Html::text("😀😀😀").fit(4).plain(), "😀…");
    assert_eq!(Html::text("<<<<").fit(4).render(), "&lt;&lt;&lt;&lt;");
}

#[test]
fn neighbours_share_their_tags() {
    let quote = Html::text("a").then(Html::text("b").bold()).quote();
    assert_eq!(quote.render(), "<blockquote>a<b>b</b></blockquote>");
    let url = Url::parse("https://example.com/?a=1&b=%22").unwrap();
    let link = Html::link("<x>", &url).render();
    assert_eq!(
        link,
        "<a href=\"https://example.com/?a=1&amp;b=%22\">&lt;x&gt;</a>"
    );
}

#[test]
fn markup_that_does_not_fit_is_an_error() {
    for bad in [
        "<b>",
        "</b>",
        "<b><i></b></i>",
        "<script>",
        "a < b",
        "<b x>y</b>",
    ] {
        assert!(Html::from_markup(bad).is_err(), "{bad}");
    }
}
