use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, io, process, thread};

use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;

use super::server;

/// How many poolers this process has started.
static STARTED: AtomicU32 = AtomicU32::new(0);

/// The number in the name of a pooler's socket, which is the only way to it.
const PORT: u16 = 6432;

/// How often a session of the server is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sessions {
    /// By one transaction after the other, whoever's: three sessions serve all.
    Shared,
    /// By one transaction, after which it is closed.
    Fresh,
}

/// A PgBouncer in transaction mode, in front of the server that the test command started. It refuses
/// every start-up parameter that it does not keep track of. Stopped with this value.
#[derive(Debug)]
pub struct PgBouncer {
    process: Child,
    folder: PathBuf,
}

impl PgBouncer {
    /// Starts one, and waits until it takes connections.
    ///
    /// # Panics
    ///
    /// If no PgBouncer is installed or it does not start: a test that needs it must not pass
    /// without it.
    pub fn start(sessions: Sessions) -> Self {
        Self::try_start(sessions).expect("a PgBouncer, which scripts/setup installs")
    }

    fn try_start(sessions: Sessions) -> io::Result<Self> {
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let name = format!("neurocards-bouncer-{}-{number}", process::id());
        let folder = env::temp_dir().join(name);
        fs::create_dir(&folder)?;
        // It gives root up, and makes its socket there.
        fs::set_permissions(&folder, Permissions::from_mode(0o777))?;
        fs::write(folder.join("users"), "\"postgres\" \"\"\n")?;
        let settings = folder.join("settings.ini");
        fs::write(&settings, written(&folder, sessions))?;
        let mut process = command(&settings)?.stderr(Stdio::piped()).spawn()?;
        let said = process.stderr.take();
        let bouncer = Self { process, folder };
        wait_until_up(said.ok_or_else(|| io::Error::other("no standard error"))?)?;
        Ok(bouncer)
    }

    /// The URL of a database of the test server, reached through this pooler.
    ///
    /// # Panics
    ///
    /// If `url` names no database.
    pub fn at(&self, url: &str) -> String {
        let options = PgConnectOptions::from_str(url).expect("the URL of a database");
        let options = options.socket(&self.folder).port(PORT);
        options.to_url_lossy().into()
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        // Best effort: what is left of it serves nobody.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The settings of a pooler.
fn written(folder: &Path, sessions: Sessions) -> String {
    let server = PgConnectOptions::from_str(&server()).expect("the URL of a server");
    let (host, port, folder) = (server.get_host(), server.get_port(), folder.display());
    let lifetime = match sessions {
        Sessions::Shared => 3600,
        Sessions::Fresh => 0,
    };
    format!(
        "[databases]
* = host={host} port={port}

[pgbouncer]
pool_mode = transaction
default_pool_size = 3
server_lifetime = {lifetime}
ignore_startup_parameters =
listen_addr =
listen_port = {PORT}
unix_socket_dir = {folder}
auth_type = trust
auth_file = {folder}/users
log_connections = 0
log_disconnections = 0
"
    )
}

fn command(settings: &Path) -> io::Result<Command> {
    // Debian keeps it where only root looks.
    let path = env::var("PATH").unwrap_or_default();
    let mut command = Command::new("pgbouncer");
    command.env("PATH", format!("{path}:/usr/sbin"));
    if fs::metadata("/proc/self")?.uid() == 0 {
        command.args(["-u", "postgres"]);
    }
    command.arg(settings).stdout(Stdio::null());
    Ok(command)
}

/// Reads what it says until it is up; what it says later goes to the standard error of the test.
fn wait_until_up(said: ChildStderr) -> io::Result<()> {
    let mut lines = BufReader::new(said).lines();
    let mut all = String::new();
    for line in lines.by_ref() {
        let line = line?;
        if line.contains("process up") {
            thread::spawn(move || {
                for line in lines.map_while(Result::ok) {
                    let _ = writeln!(io::stderr(), "{line}");
                }
            });
            return Ok(());
        }
        all.push_str(&line);
        all.push('\n');
    }
    Err(io::Error::other(all))
}
