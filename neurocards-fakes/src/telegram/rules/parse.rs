//! Reads `table.txt`, whose head describes its format.

use std::collections::HashMap;

use super::{Field, Kind, Limit, MethodRule, Rules, Unit};

/// Parses the table; the error names the line.
pub(super) fn parse(table: &str) -> Result<Rules, String> {
    let mut rules = Rules::default();
    let mut groups: HashMap<String, Vec<Field>> = HashMap::new();
    let mut open: Option<(String, String, Vec<Field>)> = None;
    for (number, line) in table.lines().enumerate() {
        let at = |text: &str| format!("line {}: {text}", number + 1);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if line.starts_with(' ') {
            let (_, _, fields) = open.as_mut().ok_or_else(|| at("fields of nothing"))?;
            read_fields(line, &groups, fields).map_err(|text| at(&text))?;
            continue;
        }
        close(open.take(), &mut rules, &mut groups);
        let mut words = line.split_whitespace();
        let (what, name) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        match what {
            "alias" => {
                let kinds = words.next().unwrap_or("").split('|').map(kind).collect();
                rules.aliases.insert(name.to_owned(), kinds);
            }
            "group" | "method" | "type" => {
                open = Some((what.to_owned(), name.to_owned(), Vec::new()));
            }
            _ => return Err(at("unknown word")),
        }
    }
    close(open, &mut rules, &mut groups);
    Ok(rules)
}

fn close(
    open: Option<(String, String, Vec<Field>)>,
    rules: &mut Rules,
    groups: &mut HashMap<String, Vec<Field>>,
) {
    let Some((what, name, fields)) = open else {
        return;
    };
    match what.as_str() {
        "group" => {
            groups.insert(name, fields);
        }
        "type" => {
            rules.types.insert(name, fields);
        }
        _ => {
            rules
                .methods
                .insert(name.to_ascii_lowercase(), MethodRule { name, fields });
        }
    }
}

fn read_fields(
    line: &str,
    groups: &HashMap<String, Vec<Field>>,
    into: &mut Vec<Field>,
) -> Result<(), String> {
    for word in line.split_whitespace() {
        if let Some(group) = word.strip_prefix('+') {
            let fields = groups
                .get(group)
                .ok_or_else(|| format!("no group {group}"))?;
            into.extend(fields.iter().cloned());
        } else {
            into.push(field(word)?);
        }
    }
    Ok(())
}

fn field(word: &str) -> Result<Field, String> {
    let (name, rest) = word
        .split_once(':')
        .ok_or_else(|| format!("no type in {word}"))?;
    let (kind_text, limit_text) = match rest.split_once('(') {
        Some((kind_text, limit)) => (kind_text, Some(limit.trim_end_matches(')'))),
        None => (rest, None),
    };
    Ok(Field {
        name: name.trim_end_matches('!').to_owned(),
        required: name.ends_with('!'),
        kind: either(kind_text),
        limit: limit_text.map(limit).transpose()?,
    })
}

fn either(text: &str) -> Kind {
    let mut kinds: Vec<Kind> = text.split('|').map(kind).collect();
    if kinds.len() == 1 {
        kinds.remove(0)
    } else {
        Kind::Either(kinds)
    }
}

fn kind(text: &str) -> Kind {
    if let Some(item) = text.strip_prefix("[]") {
        return Kind::List(Box::new(kind(item)));
    }
    match text {
        "int" => Kind::Int,
        "str" => Kind::Str,
        "bool" => Kind::Bool,
        "file" => Kind::File,
        "object" => Kind::Object,
        _ if text.starts_with('"') => Kind::Literal(text.trim_matches('"').to_owned()),
        _ => Kind::Named(text.to_owned()),
    }
}

fn limit(text: &str) -> Result<Limit, String> {
    let (range, refusal) = match text.split_once(',') {
        Some((range, refusal)) => (range, Some(refusal.to_owned())),
        None => (text, None),
    };
    let (min, rest) = range
        .split_once("..")
        .ok_or_else(|| format!("no range in {text}"))?;
    let digits = rest.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &rest[digits.len()..] {
        "" => Unit::Value,
        "chars" => Unit::Chars,
        "bytes" => Unit::Bytes,
        "items" => Unit::Items,
        other => return Err(format!("unknown unit {other}")),
    };
    let number = |digits: &str| digits.parse().map_err(|_| format!("no number in {text}"));
    Ok(Limit {
        min: number(min)?,
        max: number(digits)?,
        unit,
        refusal,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_that_the_table_mentions_is_explained_in_it() {
        let rules = parse(include_str!("table.txt")).unwrap();
        let fields = rules.methods.values().flat_map(|method| &method.fields);
        for field in fields.chain(rules.types.values().flatten()) {
            assert_known(&rules, &field.kind);
        }
        assert_eq!(rules.methods.len(), 33);
    }

    fn assert_known(rules: &Rules, kind: &Kind) {
        match kind {
            Kind::List(item) => assert_known(rules, item),
            Kind::Either(kinds) => kinds.iter().for_each(|kind| assert_known(rules, kind)),
            Kind::Named(name) => assert!(
                rules.types.contains_key(name) || rules.aliases.contains_key(name),
                "{name} is not explained"
            ),
            _ => {}
        }
    }

    #[test]
    fn a_broken_line_is_named() {
        let error = parse("method getMe\n  offset").unwrap_err();
        assert_eq!(error, "line 2: no type in offset");
    }
}
