use std::fs;
use std::path::{Path, PathBuf};

#[path = "../../src/sql/turns.rs"]
mod turns;

/// The files of a store: those of its dialect, and those that both share.
pub(crate) fn sources(dialect: &str) -> Vec<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let folders = [source.join(dialect), source.join("sql")];
    let files = folders.iter().flat_map(|folder| folder.read_dir().unwrap());
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.push(source.join(dialect).with_extension("rs"));
    files
}

/// A statement as a dialect spells it, for tables that the search path finds.
pub(crate) fn spelled(statement: &str, words: &[(&str, &str)]) -> String {
    let shared = [
        ("{turns}", turns::TURNS),
        ("{schema}", ""),
        ("{table}", "_sqlx_migrations"),
    ];
    let words = shared.iter().chain(words);
    let named = statement.to_owned();
    let spelled = words.fold(named, |text, (name, word)| text.replace(name, word));
    assert!(!spelled.contains('{'), "{spelled}");
    spelled
}

/// The statements in a file: all of an SQL file, or the literals that begin with a comment.
pub(crate) fn statements(file: &Path) -> Vec<String> {
    let source = fs::read_to_string(file).unwrap();
    if file.extension().is_some_and(|extension| extension == "sql") {
        return vec![source];
    }
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

/// The statement that a call takes from those of its schema, as `sql.name.clone()`.
fn of_schema(call: &str) -> Option<String> {
    let (name, _) = call.split_once("(sql.")?.1.split_once(".clone()")?;
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sql");
    let built = fs::read_to_string(shared.join("statements.rs")).unwrap();
    let (_, literal) = built.split_once(&format!(" {name}: sql("))?;
    let (_, label) = literal.split_once('"')?;
    if literal.starts_with("include_str!") {
        let (name, _) = label.split_once('"')?;
        let sql = fs::read_to_string(shared.join(name)).unwrap();
        return sql.lines().next().map(str::to_owned);
    }
    label.lines().next().map(str::to_owned)
}

/// The first line of a statement that both dialects give as a constant, each from a file of its own.
fn of_dialect(call: &str) -> Option<String> {
    let (_, name) = call.strip_suffix(')')?.rsplit_once('(')?;
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lines = ["postgres", "sqlite"].map(|dialect| {
        let constants = fs::read_to_string(source.join(dialect).join("dialect.rs")).unwrap();
        let (_, literal) =
            constants.split_once(&format!("const {name}: &str = include_str!(\""))?;
        let sql = source.join(dialect).join(literal.split_once('"')?.0);
        let sql = fs::read_to_string(sql).unwrap();
        sql.lines().next().map(str::to_owned)
    });
    let [postgres, sqlite] = lines;
    postgres.filter(|line| sqlite.as_ref() == Some(line))
}

/// The first line of a statement that a function spells once, as `NAME.clone()`.
fn spelled_once(call: &str, file: &Path) -> Option<String> {
    let (_, name) = call.split_once(".clone()")?.0.rsplit_once('(')?;
    let source = fs::read_to_string(file).unwrap();
    let (_, built) = source.split_once(&format!("static {name}: LazyLock<SqlStr>"))?;
    let (built, _) = built.split_once(';')?;
    let built: Vec<_> = built.lines().collect();
    Some(first_line(&built.concat(), "", file))
}

/// The first line of the statement that a call names, without its quotes.
fn first_line(call: &str, next: &str, file: &Path) -> String {
    let elsewhere = of_schema(call).or_else(|| of_dialect(call));
    if let Some(line) = elsewhere.or_else(|| spelled_once(call, file)) {
        return line;
    }
    let literal = [call, next]
        .into_iter()
        .find_map(|line| line.split_once("\"-- "));
    if let Some((_, literal)) = literal {
        let end = literal.find("\\n").or_else(|| literal.find(' '));
        return format!("-- {}", &literal[..end.unwrap_or(literal.len())]);
    }
    let included = [call, next]
        .into_iter()
        .find_map(|line| line.split("include_str!(\"").nth(1)?.split('"').next());
    let included = included.map(|name| file.with_file_name(name));
    let sql = included.map(|file| fs::read_to_string(file).unwrap());
    sql.unwrap_or_default()
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn every_statement_begins_with_the_name_of_its_function() {
    let mut statements = 0;
    let files = sources("postgres").into_iter().chain(sources("sqlite"));
    for file in files.filter(|file| file.extension().is_some_and(|kind| kind == "rs")) {
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
            let next = lines.peek().copied().unwrap_or_default();
            let label = format!("-- {stem}.{current}");
            assert_eq!(first_line(line, next, &file), label, "{}", file.display());
        }
    }
    assert!(statements > 100, "only {statements} statements were found");
}
