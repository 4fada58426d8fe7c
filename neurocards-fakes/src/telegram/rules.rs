//! Facts of Bot API 10.1, and the check of every request against them.

mod check;
mod parse;

use std::collections::HashMap;
use std::sync::LazyLock;

pub(crate) use check::check;

/// What may stand in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Int,
    Str,
    Bool,
    /// `attach://part`, a `file_id` or a URL.
    File,
    /// An object whose inside is not checked.
    Object,
    Literal(String),
    Named(String),
    List(Box<Kind>),
    Either(Vec<Kind>),
}

/// How much of something is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Limit {
    min: usize,
    max: usize,
    unit: Unit,
    /// Telegram's own refusal, where it is known.
    refusal: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Value,
    Chars,
    Bytes,
    Items,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    name: String,
    required: bool,
    kind: Kind,
    limit: Option<Limit>,
}

/// A method that the fake serves, with its parameters.
#[derive(Debug)]
pub(crate) struct MethodRule {
    /// In the spelling of the documentation.
    pub(crate) name: String,
    fields: Vec<Field>,
}

/// All methods and types of the table.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// By name in lower case: the Bot API does not care about case.
    methods: HashMap<String, MethodRule>,
    types: HashMap<String, Vec<Field>>,
    aliases: HashMap<String, Vec<Kind>>,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    // The table is part of the binary and its parsing is tested: failing here is a mistake in it.
    parse::parse(include_str!("rules/table.txt"))
        .unwrap_or_else(|error| panic!("table.txt: {error}"))
});

/// Looks a method up, in any case.
pub(crate) fn method(name: &str) -> Option<&'static MethodRule> {
    RULES.methods.get(&name.to_ascii_lowercase())
}
