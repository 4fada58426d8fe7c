use std::path::PathBuf;
use std::process::{ExitStatus, Output, Stdio};

use tokio::process::{Child, Command};

use crate::{TestBench, WITHIN};

/// A real process of one of our programs. It is killed when this is dropped.
pub struct Program {
    child: Child,
}

impl Program {
    /// Starts `neurocards-bot` or `neurocards-worker` in a bench.
    pub fn start(name: &str, bench: &TestBench) -> Self {
        Self::start_at(name, bench, bench.database_url())
    }

    /// The same, with a database elsewhere.
    pub fn start_at(name: &str, bench: &TestBench, database_url: &str) -> Self {
        Self::start_with(name, bench, &[("DATABASE_URL", database_url)])
    }

    /// The same, with some variables of its own.
    pub fn start_with(name: &str, bench: &TestBench, variables: &[(&str, &str)]) -> Self {
        let mut command = command(name);
        command
            .envs(bench.environment())
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        Self {
            child: command.kill_on_drop(true).spawn().unwrap(),
        }
    }

    /// Runs a program with just these arguments and variables to its end.
    pub async fn run(name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        Self::run_to(name, arguments, variables, Stdio::piped()).await
    }

    /// The same, with this standard output.
    pub async fn run_to(
        name: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
        out: Stdio,
    ) -> Output {
        let mut command = command(name);
        command
            .args(arguments)
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(Stdio::piped());
        let child = command.kill_on_drop(true).spawn().unwrap();
        tokio::time::timeout(WITHIN, child.wait_with_output())
            .await
            .unwrap()
            .unwrap()
    }

    /// SIGKILL: it dies where it stands.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// SIGTERM: it is asked to stop; answers how it ended.
    pub async fn terminate(mut self) -> ExitStatus {
        let id = self.child.id().unwrap().to_string();
        let sent = Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .await
            .unwrap();
        assert!(sent.success());
        tokio::time::timeout(WITHIN, self.child.wait())
            .await
            .unwrap()
            .unwrap()
    }
}

/// A program beside the tests, with an empty environment.
fn command(name: &str) -> Command {
    let test = std::env::current_exe().unwrap();
    let path: PathBuf = test.ancestors().nth(2).unwrap().join(name);
    assert!(
        path.exists(),
        "{} is not built: run scripts/test",
        path.display()
    );
    let mut command = Command::new(path);
    command.env_clear();
    command
}
