//! What the bot says, in every language: Fluent files in one folder per language.
//!
//! A text may carry `<b>`, `<i>`, `<code>`, `<blockquote>` and `<a href="{ $url }">`; arguments
//! are escaped, so nothing a user wrote is ever taken for a tag. A key or variable that is missing
//! panics in debug builds, so that every test which shows a screen checks its texts; in release
//! builds it is logged and the screen is shown all the same.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::{Currency, Price};
use neurocards_core::user::Language;
use unic_langid::LanguageIdentifier;
use url::Url;

use super::html::{Html, escape};

/// The files of one language; the same names in every folder.
macro_rules! files {
    ($folder:literal) => {
        [
            include_str!(concat!("texts/", $folder, "/units.ftl")),
            include_str!(concat!("texts/", $folder, "/card.ftl")),
            include_str!(concat!("texts/", $folder, "/notices.ftl")),
            include_str!(concat!("texts/", $folder, "/screens.ftl")),
            include_str!(concat!("texts/", $folder, "/money.ftl")),
        ]
    };
}

const RU: [&str; 5] = files!("ru");
const EN: [&str; 5] = files!("en");

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts {
    ru: bundle(Language::Ru, &RU),
    en: bundle(Language::En, &EN),
});

/// The value of a variable in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg<'a> {
    /// A number: chooses the plural.
    Number(i64),
    /// A text: shown as it is, whatever it contains.
    Text(Cow<'a, str>),
}

/// The variables of one text, by name.
pub type Args<'a> = &'a [(&'a str, Arg<'a>)];

/// Every text in every language.
pub struct Texts {
    ru: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

impl Texts {
    /// The texts, parsed at the first call.
    pub fn get() -> &'static Self {
        &TEXTS
    }

    /// A text without a look: for labels of buttons and answers to presses.
    pub fn text(&self, language: Language, key: &str, args: Args<'_>) -> String {
        self.html(language, key, args).plain()
    }

    /// A text with its look.
    pub fn html(&self, language: Language, key: &str, args: Args<'_>) -> Html {
        let markup = self.markup(language, key, args);
        Html::from_markup(&markup).unwrap_or_else(|error| {
            complain(language, key, &error.to_string());
            Html::text(markup)
        })
    }

    /// An amount with its noun, for example "3 credits".
    pub fn credits(&self, language: Language, credits: Credits) -> String {
        self.text(language, "credits", &[("credits", Arg::from(credits))])
    }

    /// A price with the sign of its currency, for example "200 ⭐" or "390 ₽".
    pub fn price(&self, language: Language, price: Price) -> String {
        let amount = price.amount();
        let (whole, kopecks) = (amount / 100, amount % 100);
        match (price.currency(), kopecks) {
            (Currency::Stars, _) => {
                self.text(language, "price-stars", &[("stars", Arg::from(amount))])
            }
            (Currency::Roubles, 0) => {
                let whole = Arg::from(grouped(language, whole));
                self.text(language, "price-roubles", &[("roubles", whole)])
            }
            (Currency::Roubles, _) => {
                let kopecks = Arg::from(format!("{kopecks:02}"));
                let whole = Arg::from(grouped(language, whole));
                let args = [("roubles", whole), ("kopecks", kopecks)];
                self.text(language, "price-kopecks", &args)
            }
        }
    }

    fn markup(&self, language: Language, key: &str, args: Args<'_>) -> String {
        let bundle = match language {
            Language::Ru => &self.ru,
            Language::En => &self.en,
        };
        let Some(pattern) = bundle.get_message(key).and_then(|text| text.value()) else {
            complain(language, key, "there is no such text");
            return escape(key);
        };
        let args: FluentArgs<'_> = args
            .iter()
            .map(|(name, arg)| (*name, arg.to_fluent()))
            .collect();
        let mut errors = Vec::new();
        let text = bundle
            .format_pattern(pattern, Some(&args), &mut errors)
            .into_owned();
        for error in errors {
            complain(language, key, &error.to_string());
        }
        text
    }
}

/// An amount of money with its thousands apart, as in "1 790" or "1,790".
fn grouped(language: Language, amount: i64) -> String {
    let separator = match language {
        Language::Ru => '\u{a0}',
        Language::En => ',',
    };
    let digits = amount.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// A mistake of ours: loud where tests run, harmless where people read.
fn complain(language: Language, key: &str, problem: &str) {
    tracing::error!(language = language.code(), key, problem, "text");
    debug_assert!(
        problem.is_empty(),
        "text {key} ({}): {problem}",
        language.code()
    );
}

fn bundle(language: Language, files: &[&str]) -> FluentBundle<FluentResource> {
    // Both codes parse; a default would show in the test of plurals.
    let locale: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Telegram would count and sometimes show the isolation marks.
    bundle.set_use_isolating(false);
    for file in files {
        let (resource, errors) = match FluentResource::try_new((*file).to_owned()) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors),
        };
        for error in errors {
            complain(language, "a file", &error.to_string());
        }
        for error in bundle.add_resource(resource).err().unwrap_or_default() {
            complain(language, "a file", &error.to_string());
        }
    }
    bundle
}

impl Arg<'_> {
    fn to_fluent(&self) -> FluentValue<'static> {
        match self {
            Self::Number(number) => FluentValue::from(*number),
            Self::Text(text) => FluentValue::from(escape(text)),
        }
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a Url> for Arg<'a> {
    fn from(url: &'a Url) -> Self {
        Self::Text(Cow::Borrowed(url.as_str()))
    }
}

impl From<Credits> for Arg<'_> {
    fn from(credits: Credits) -> Self {
        Self::Number(credits.get())
    }
}

macro_rules! number_args {
    ($($number:ty)*) => {$(
        impl From<$number> for Arg<'_> {
            fn from(number: $number) -> Self {
                Self::Number(i64::from(number))
            }
        }
    )*};
}

number_args!(u8 u16 u32 i32 i64);

impl From<usize> for Arg<'_> {
    /// Counts of things shown to people; more than `i64::MAX` would be shown as that.
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests;
