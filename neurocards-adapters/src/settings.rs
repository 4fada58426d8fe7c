//! Settings from the environment, and from a file with the same names.
//!
//! A program declares its variables as a table of [`Variable`]; the table is its `--help`, the
//! guard against misspelt names in the file, and what `.env.example` is compared with.

mod error;
mod similar;
mod takes;
mod useless;
mod variable;
pub mod variables;

pub use error::SettingsError;
pub use similar::doubtful_names;
pub use useless::set_in_vain;
pub use variable::Variable;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use secrecy::SecretString;
use url::Url;

/// The values of the variables a program declares. `Debug` shows names only.
pub struct Settings {
    known: Vec<&'static Variable>,
    values: BTreeMap<String, String>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

impl Settings {
    /// Reads `file`, if given, and then the environment, which wins.
    ///
    /// A name in the file that is not declared is refused; the environment holds other programs'
    /// variables and is read by name only. An empty value counts as missing.
    pub fn read(
        known: Vec<&'static Variable>,
        file: Option<&Path>,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingsError> {
        let mut values = match file {
            Some(path) => read_file(&known, path)?,
            None => BTreeMap::new(),
        };
        for variable in &known {
            if let Some(value) = environment(variable.name) {
                values.insert(variable.name.to_owned(), value);
            }
        }
        values.retain(|_, value| !value.trim().is_empty());
        Ok(Self { known, values })
    }

    /// Refuses all that is missing of `needed` and all that is malformed of `read`, at once.
    pub fn verify(
        &self,
        needed: &[&'static Variable],
        read: &[&'static Variable],
    ) -> Result<(), SettingsError> {
        let missing = needed.iter().filter(|variable| self.lacks(variable));
        let missing = missing.map(|variable| Err(self.missing(variable.name)));
        let malformed = read.iter().filter(|variable| !self.fits(variable));
        let malformed = malformed.map(|variable| Err(self.malformed(variable.name)));
        SettingsError::all(missing.chain(malformed))
    }

    fn lacks(&self, variable: &Variable) -> bool {
        !variable.optional && self.optional(variable.name).is_none()
    }

    fn fits(&self, variable: &Variable) -> bool {
        let value = self.optional(variable.name);
        value.is_none_or(|value| takes::fits(variable.expected, value))
    }

    /// Whether a variable has a value of its own.
    pub fn is_set(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// The value of a variable: as set, else its default, else an error that names it.
    pub fn text(&self, name: &'static str) -> Result<&str, SettingsError> {
        self.optional(name).ok_or_else(|| self.missing(name))
    }

    /// The value of a variable as set, else its default, if it has one.
    pub fn optional(&self, name: &str) -> Option<&str> {
        let set = self.values.get(name).map(|value| value.trim());
        set.or_else(|| self.declared(name).and_then(|variable| variable.default))
    }

    /// A parsed value.
    pub fn parsed<T: FromStr>(&self, name: &'static str) -> Result<T, SettingsError> {
        self.text(name)?.parse().map_err(|_| self.malformed(name))
    }

    /// A parsed value that may be missing.
    pub fn parsed_optional<T: FromStr>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, SettingsError> {
        self.optional(name).map(|_| self.parsed(name)).transpose()
    }

    /// A number of at least `least` and at most `most`.
    pub fn number(&self, name: &'static str, least: u64, most: u64) -> Result<u64, SettingsError> {
        let number: u64 = self.parsed(name)?;
        if (least..=most).contains(&number) {
            Ok(number)
        } else {
            Err(self.malformed(name))
        }
    }

    /// A duration given in seconds, more than 0 and at most 30 days; fractions are allowed.
    pub fn secs(&self, name: &'static str) -> Result<Duration, SettingsError> {
        let secs = takes::secs(self.text(name)?).ok_or_else(|| self.malformed(name))?;
        Ok(Duration::from_secs_f64(secs))
    }

    /// An `http` or `https` URL.
    pub fn http_url(&self, name: &'static str) -> Result<Url, SettingsError> {
        takes::http_url(self.text(name)?).ok_or_else(|| self.malformed(name))
    }

    /// An `http` or `https` URL that may be missing.
    pub fn http_url_optional(&self, name: &'static str) -> Result<Option<Url>, SettingsError> {
        self.optional(name).map(|_| self.http_url(name)).transpose()
    }

    /// A secret, as a value that is never printed.
    pub fn secret(&self, name: &'static str) -> Result<SecretString, SettingsError> {
        Ok(SecretString::from(self.text(name)?))
    }

    /// A comma-separated list; empty if missing.
    pub fn list<T: FromStr>(&self, name: &'static str) -> Result<Vec<T>, SettingsError> {
        let text = self.optional(name).unwrap_or_default();
        let items = text
            .split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty());
        items
            .map(|item| item.parse().map_err(|_| self.malformed(name)))
            .collect()
    }

    /// The error of a variable that is needed and not set.
    pub fn missing(&self, name: &'static str) -> SettingsError {
        SettingsError::Missing {
            name,
            expected: self.expected(name),
        }
    }

    /// The error of a value that is no such thing as the table says. Secrets are not repeated.
    pub fn malformed(&self, name: &'static str) -> SettingsError {
        let secret = self.declared(name).is_none_or(|variable| variable.secret);
        let value = self.optional(name).unwrap_or_default();
        SettingsError::Malformed {
            name,
            expected: self.expected(name),
            value: if secret {
                "(hidden)".to_owned()
            } else {
                format!("{value:?}")
            },
        }
    }

    fn declared(&self, name: &str) -> Option<&'static Variable> {
        self.known
            .iter()
            .find(|variable| variable.name == name)
            .copied()
    }

    fn expected(&self, name: &str) -> &'static str {
        self.declared(name)
            .map_or("a declared variable", |variable| variable.expected)
    }
}

/// Reads `NAME=value` lines; `#` begins a comment line, quotes around a value are dropped.
fn read_file(
    known: &[&'static Variable],
    path: &Path,
) -> Result<BTreeMap<String, String>, SettingsError> {
    let text = std::fs::read_to_string(path).map_err(|source| SettingsError::File {
        path: path.to_owned(),
        source,
    })?;
    let lines = (1..).zip(text.lines().map(str::trim));
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|(number, line)| read_line(known, path, number, line))
        .collect()
}

fn read_line(
    known: &[&'static Variable],
    path: &Path,
    number: usize,
    line: &str,
) -> Result<(String, String), SettingsError> {
    let place = || (path.to_owned(), number);
    let Some((name, value)) = line.split_once('=') else {
        let (path, line) = place();
        return Err(SettingsError::NoAssignment { path, line });
    };
    let name = name.trim().trim_start_matches("export ").trim();
    if !known.iter().any(|variable| variable.name == name) {
        let (path, line) = place();
        return Err(SettingsError::UnknownName {
            path,
            line,
            name: name.to_owned(),
            meant: similar::similar(known, name),
        });
    }
    let value = value.trim();
    let quoted = |quote| {
        value
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
    };
    let value = quoted('"').or_else(|| quoted('\'')).unwrap_or(value);
    Ok((name.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    static TOKEN: Variable = Variable::required("TOKEN", "a token", "The token.").secret();
    static PAUSE: Variable = Variable::with_default("PAUSE_SECS", "seconds", "1.5", "The pause.");

    fn read(pairs: &[(&str, &str)]) -> Settings {
        let find = |name: &str| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, v)| (*v).to_owned())
        };
        Settings::read(vec![&TOKEN, &PAUSE], None, find).unwrap()
    }

    #[test]
    fn a_missing_variable_is_named_with_what_is_expected() {
        let error = read(&[("TOKEN", "  ")]).secret("TOKEN").unwrap_err();
        assert_eq!(error.to_string(), "TOKEN is missing: expected a token");
    }

    #[test]
    fn a_malformed_value_is_shown_unless_it_is_secret() {
        let error = read(&[("PAUSE_SECS", "soon")])
            .secs("PAUSE_SECS")
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "PAUSE_SECS is \"soon\": expected seconds"
        );
        let hidden = read(&[("TOKEN", "canary")]).malformed("TOKEN").to_string();
        assert!(!hidden.contains("canary"), "{hidden}");
    }

    #[test]
    fn durations_are_positive_finite_seconds() {
        assert_eq!(
            read(&[]).secs("PAUSE_SECS").unwrap(),
            Duration::from_millis(1_500)
        );
        for bad in ["0", "-1", "NaN", "inf", "1e99"] {
            assert!(
                read(&[("PAUSE_SECS", bad)]).secs("PAUSE_SECS").is_err(),
                "{bad}"
            );
        }
    }

    #[test]
    fn the_environment_wins_over_the_file_and_unknown_names_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("settings");
        std::fs::write(&file, "# about\nTOKEN=\"from file\"\nPAUSE_SECS=2\n").unwrap();
        let environment = |name: &str| (name == "PAUSE_SECS").then(|| "3".to_owned());
        let settings = Settings::read(vec![&TOKEN, &PAUSE], Some(&file), environment).unwrap();
        assert_eq!(settings.text("TOKEN").unwrap(), "from file");
        assert_eq!(settings.secs("PAUSE_SECS").unwrap(), Duration::from_secs(3));
        std::fs::write(&file, "TOKNE=1\n").unwrap();
        let error = Settings::read(vec![&TOKEN], Some(&file), |_| None).unwrap_err();
        assert!(error.to_string().contains("line 1: TOKNE"), "{error}");
    }
}
