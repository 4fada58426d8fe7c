use std::fmt::Write;

/// One variable of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// Its name in the environment and in the file.
    pub name: &'static str,
    /// What it takes, as the end of "expected …".
    pub expected: &'static str,
    /// Its value when it is not set.
    pub default: Option<&'static str>,
    /// What it does.
    pub about: &'static str,
    /// Whether its value must not be printed.
    pub secret: bool,
    /// Whether the program starts without it although it has no default.
    pub optional: bool,
}

impl Variable {
    /// A variable that must be set.
    pub const fn required(name: &'static str, expected: &'static str, about: &'static str) -> Self {
        Self {
            name,
            expected,
            default: None,
            about,
            secret: false,
            optional: false,
        }
    }

    /// A variable that may be missing.
    pub const fn optional(name: &'static str, expected: &'static str, about: &'static str) -> Self {
        Self {
            optional: true,
            ..Self::required(name, expected, about)
        }
    }

    /// A variable with a default.
    pub const fn with_default(
        name: &'static str,
        expected: &'static str,
        default: &'static str,
        about: &'static str,
    ) -> Self {
        Self {
            default: Some(default),
            ..Self::required(name, expected, about)
        }
    }

    /// The same variable, its value never printed.
    #[must_use]
    pub const fn secret(self) -> Self {
        Self {
            secret: true,
            ..self
        }
    }

    /// The section of `--help` about these variables.
    pub fn help(variables: &[&Self]) -> String {
        let mut help = String::from("Environment (or the same names in --config FILE):\n");
        for variable in variables {
            let state = match (variable.default, variable.optional) {
                (Some(default), _) => format!("default {default}"),
                (None, true) => "optional".to_owned(),
                (None, false) => "required".to_owned(),
            };
            // Writing to a String cannot fail.
            let _ = write!(
                help,
                "\n  {}\n      {}\n      Takes {}; {state}.\n",
                variable.name, variable.about, variable.expected
            );
        }
        help
    }

    /// A file that sets the required variables to nothing and shows the others as comments.
    pub fn example(variables: &[&Self]) -> String {
        let mut example = String::from(
            "# Settings of neurocards-bot and neurocards-worker: names of the environment, one file for both\n\
             # (--config FILE). The environment wins over the file. Lines that begin with # show defaults.\n",
        );
        for variable in variables {
            let line = match (variable.default, variable.optional) {
                (Some(default), _) => format!("#{}={default}", variable.name),
                (None, true) => format!("#{}=", variable.name),
                (None, false) => format!("{}=", variable.name),
            };
            // Writing to a String cannot fail.
            let _ = write!(
                example,
                "\n# {} Takes {}.\n{line}\n",
                variable.about, variable.expected
            );
        }
        example
    }
}
