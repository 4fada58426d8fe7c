use std::fs;
use std::path::{Path, PathBuf};

/// The files of a store.
pub(crate) fn sources(folder: &str) -> Vec<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: Vec<_> = source
        .join(folder)
        .read_dir()
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.push(source.join(folder).with_extension("rs"));
    files
}

/// The statements in a file: its literals that begin with a comment.
pub(crate) fn statements(source: &str) -> Vec<String> {
    let after = source.split("\"-- ").skip(1);
    let literals = after.filter_map(|rest| rest.split_once('"'));
    literals
        .map(|(literal, _)| format!("-- {}", literal.replace("\\n", "\n")))
        .collect()
}

/// What follows `fn ` on a line.
fn function(line: &str) -> Option<&str> {
    let (before, name) = line.split_once("fn ")?;
    let keywords = before.split_whitespace();
    let declares = keywords
        .clone()
        .all(|word| word.starts_with("pub") || word == "async");
    let end = name.find(['(', '<'])?;
    declares.then(|| &name[..end])
}

#[test]
fn every_statement_begins_with_the_name_of_its_function() {
    let mut statements = 0;
    for file in sources("postgres").into_iter().chain(sources("sqlite")) {
        let source = fs::read_to_string(&file).unwrap();
        let stem = file.file_stem().unwrap().to_str().unwrap();
        let mut current = "";
        let mut lines = source.lines().peekable();
        while let Some(line) = lines.next() {
            current = function(line).unwrap_or(current);
            if !line.contains("sqlx::query") {
                continue;
            }
            statements += 1;
            let label = format!("\"-- {stem}.{current}");
            let next = lines.peek().copied().unwrap_or_default();
            let labelled = |line: &str| {
                let rest = line.split_once(&label).map(|(_, rest)| rest);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("\\n"))
            };
            assert!(
                labelled(line) || labelled(next),
                "{}: {line}\n{next}",
                file.display()
            );
        }
    }
    assert!(statements > 100, "only {statements} statements were found");
}
