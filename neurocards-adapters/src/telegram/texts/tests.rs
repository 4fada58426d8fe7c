use std::collections::{BTreeMap, BTreeSet};

use neurocards_core::work::failure::Cause;

use super::*;

/// Each key with its variables, read without Fluent.
fn keys(files: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys = BTreeMap::new();
    let mut current = None;
    for line in files.iter().flat_map(|file| file.lines()) {
        if line.starts_with('#') {
            continue;
        }
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (key, _) = line.split_once(" =").expect("a key has a value");
            current = Some(key.to_owned());
            let before = keys.insert(key.to_owned(), BTreeSet::new());
            assert_eq!(before, None, "{key} is written twice");
        }
        for after in line.split('$').skip(1) {
            let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
            let name = &after[..end.unwrap_or(after.len())];
            let key = current.as_ref().expect("a variable belongs to a key");
            keys.get_mut(key).unwrap().insert(name.to_owned());
        }
    }
    keys
}

#[test]
fn every_text_exists_in_both_languages_with_the_same_variables() {
    assert_eq!(keys(&RU), keys(&EN));
}

#[test]
fn every_text_can_be_shown() {
    let all: BTreeSet<String> = keys(&RU).into_values().flatten().collect();
    let args: Vec<(&str, Arg<'_>)> = all
        .iter()
        .map(|name| (name.as_str(), Arg::from(2_u8)))
        .collect();
    for key in keys(&RU).keys() {
        for language in [Language::Ru, Language::En] {
            assert!(!Texts::get().html(language, key, &args).is_empty(), "{key}");
        }
    }
}

#[test]
fn every_cause_has_a_text() {
    for cause in Cause::ALL {
        let key = format!("cause-{}", cause.as_str());
        for language in [Language::Ru, Language::En] {
            let text = Texts::get().text(language, &key, &[]);
            assert!(text.chars().count() > 20, "{key}: {text}");
        }
    }
}

#[test]
fn plurals_are_right() {
    let cases = [
        (Language::Ru, 1, "1 кредит"),
        (Language::Ru, 3, "3 кредита"),
        (Language::Ru, 5, "5 кредитов"),
        (Language::Ru, 11, "11 кредитов"),
        (Language::Ru, 21, "21 кредит"),
        (Language::Ru, 0, "0 кредитов"),
        (Language::En, 1, "1 credit"),
        (Language::En, 5, "5 credits"),
    ];
    for (language, credits, expected) in cases {
        let args = [("credits", Arg::from(Credits::small(credits)))];
        assert_eq!(Texts::get().text(language, "credits", &args), expected);
    }
}

#[test]
fn numbers_agree_with_the_words_before_them() {
    let said = |key: &str, count: u16| {
        let args = [("credits", Arg::from(count)), ("minutes", Arg::from(count))];
        Texts::get().text(Language::Ru, key, &args)
    };
    for (key, count, expected) in [
        ("credits-each", 1, "1 кредиту"),
        ("credits-each", 2, "2 кредита"),
        ("credits-each", 5, "5 кредитов"),
        ("credits-each", 21, "21 кредиту"),
        ("credits-from", 1, "1 кредита"),
        ("credits-from", 3, "3 кредитов"),
        ("minutes-about", 1, "1 минуты"),
        ("minutes-about", 3, "3 минут"),
    ] {
        assert_eq!(said(key, count), expected);
    }
    let args = [("credits", Arg::from(Credits::small(1)))];
    let referral = Texts::get().html(Language::Ru, "referral", &args);
    assert!(referral.plain().contains("по 1 кредиту."));
}

#[test]
fn counts_of_friends_and_characters_are_sentences() {
    let friends = |came: u16| {
        let args = [("came", Arg::from(came)), ("rewarded", Arg::from(0_u16))];
        Texts::get().text(Language::Ru, "referral-friends", &args)
    };
    assert_eq!(friends(0), "👥 По ссылке пока никто не пришёл");
    assert_eq!(
        friends(3),
        "👥 Пришли по ссылке: 3, из них принесли награду: 0"
    );
    let args = [("len", Arg::from(4_001_u16)), ("max", Arg::from(4_000_u16))];
    let long = Texts::get().text(Language::Ru, "remark-text-too-long", &args);
    assert!(
        long.contains("В нём 4001 символ, а помещается 4000."),
        "{long}"
    );
    let cost = [("credits", Arg::from(1_u16))];
    let cost = Texts::get().text(Language::Ru, "price-line", &cost);
    assert_eq!(cost, "🎞 Одно видео: от 1 кредита");
}

#[test]
fn prices_are_whole_where_they_can_be() {
    let price = |currency, amount| Price::new(currency, amount).unwrap();
    for (price, ru, en) in [
        (price(Currency::Stars, 200), "200 ⭐", "200 ⭐"),
        (price(Currency::Roubles, 39_000), "390 ₽", "390 ₽"),
        (price(Currency::Roubles, 39_005), "390,05 ₽", "390.05 ₽"),
        (price(Currency::Roubles, 179_000), "1\u{a0}790 ₽", "1,790 ₽"),
        (
            price(Currency::Roubles, 12_345_605),
            "123\u{a0}456,05 ₽",
            "123,456.05 ₽",
        ),
    ] {
        assert_eq!(Texts::get().price(Language::Ru, price), ru);
        assert_eq!(Texts::get().price(Language::En, price), en);
    }
}

#[test]
fn what_a_user_wrote_is_never_a_tag() {
    let args = [("headline", Arg::from("<b>&amp;</b> { $x }"))];
    let html = Texts::get().html(Language::Ru, "card-product", &args);
    assert!(html.plain().contains("<b>&amp;</b> { $x }"), "{html:?}");
    assert!(
        html.render()
            .contains("&lt;b&gt;&amp;amp;&lt;/b&gt; { $x }")
    );
}

#[cfg(debug_assertions)]
#[test]
#[should_panic(expected = "no such text")]
fn a_missing_key_is_loud_in_tests() {
    Texts::get().text(Language::Ru, "no-such-key", &[]);
}

#[cfg(debug_assertions)]
#[test]
#[should_panic(expected = "headline")]
fn a_missing_variable_is_loud_in_tests() {
    Texts::get().text(Language::Ru, "card-product", &[]);
}
