//! Statements in which the dialects differ by a few words, written once with names for these.

use std::sync::Arc;

use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

use super::turns::TURNS;
use super::words::WORDS;

/// A statement with words in place of their names: those of the dialect, which says of each what it
/// stands for, and `{turns}` for [`TURNS`]. To be spelled once and kept.
pub(crate) fn spelled(statement: &str) -> SqlStr {
    spelled_for(statement, "")
}

/// The same, with a prefix in place of `{schema}`: nothing, or a quoted schema and a dot.
pub(crate) fn spelled_for(statement: &str, prefix: &str) -> SqlStr {
    let shared = [("{turns}", TURNS), ("{schema}", prefix)];
    let words = shared.into_iter().chain(WORDS);
    let named = statement.to_owned();
    let spelled = words.fold(named, |text, (name, word)| text.replace(name, word));
    // Safe: names are replaced by constants, and last by a prefix that is empty or quoted.
    AssertSqlSafe(Arc::<str>::from(spelled)).into_sql_str()
}
