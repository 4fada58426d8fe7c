//! Statements in which the dialects differ by a few words, written once with names for these.

use std::sync::Arc;

use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

use super::dialect::WORDS;

/// A statement with the words of the dialect in place of their names: `{for_update}` locks the
/// account that was read, `{text}x{/text}` is the id `x` as text, and `x {in_list}` is whether the
/// id `x` is in the list `$1` of [`list`](super::dialect::list). To be spelled once and kept.
pub(super) fn spelled(statement: &str) -> SqlStr {
    spelled_for(statement, "")
}

/// The same, with a prefix in place of `{schema}`: nothing, or a quoted schema and a dot.
pub(super) fn spelled_for(statement: &str, prefix: &str) -> SqlStr {
    let words = WORDS.into_iter().chain([("{schema}", prefix)]);
    let named = statement.to_owned();
    let spelled = words.fold(named, |text, (name, word)| text.replace(name, word));
    // Safe: names are replaced by constants, and last by a prefix that is empty or quoted.
    AssertSqlSafe(Arc::<str>::from(spelled)).into_sql_str()
}
