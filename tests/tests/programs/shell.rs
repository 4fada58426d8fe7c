use std::process::Stdio;

use neurocards_tests::{Program, TestBench};
use serde_json::Value;

/// An operator at a shell, with nothing but the URL of a bench's database.
pub(crate) struct Shell {
    url: String,
}

/// What a command ended with.
#[derive(Debug)]
pub(crate) struct Said {
    /// Its exit code.
    pub(crate) code: i32,
    /// Its standard output.
    pub(crate) out: String,
    /// Its standard error.
    pub(crate) err: String,
}

impl Shell {
    /// A shell beside a bench.
    pub(crate) fn of(bench: &TestBench) -> Self {
        let environment = bench.environment();
        let url = environment
            .into_iter()
            .find(|(name, _)| *name == "DATABASE_URL");
        Self::at(&url.unwrap().1)
    }

    /// A shell with a database.
    pub(crate) fn at(url: &str) -> Self {
        Self {
            url: url.to_owned(),
        }
    }

    /// Runs a command of `neurocards-bot`; its words are separated by blanks. In the words that a
    /// person writes, `_` stands for a blank; a key, which has a colon, stays as it is.
    pub(crate) async fn run(&self, command: &str) -> Said {
        self.said(command, Stdio::piped()).await
    }

    /// The same, with a standard output that nobody reads any more.
    pub(crate) async fn run_unread(&self, command: &str) -> Said {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        self.said(command, Stdio::from(writer)).await
    }

    async fn said(&self, command: &str, out: Stdio) -> Said {
        let words: Vec<String> = command
            .split(' ')
            .map(|word| {
                if word.contains(':') {
                    word.to_owned()
                } else {
                    word.replace('_', " ")
                }
            })
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let variables = [("DATABASE_URL", self.url.as_str()), ("USER", "olga")];
        let output = Program::run_to("neurocards-bot", &words, &variables, out).await;
        Said {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The document with which a command that must succeed answers.
    pub(crate) async fn ask(&self, command: &str) -> Value {
        let said = self.run(&format!("{command} --json")).await;
        assert_eq!(said.code, 0, "{command}: {said:?}");
        serde_json::from_str(&said.out).unwrap()
    }
}
