//! Names that are close to one of ours, and none of them.

use std::ffi::OsString;

use super::Variable;

/// The variable whose name is closest to `name`, if it is so close that it must be meant.
pub(super) fn similar(known: &[&'static Variable], name: &str) -> Option<&'static str> {
    // A short name is close to many.
    let most = if name.len() < 12 { 1 } else { 2 };
    let name = name.to_ascii_uppercase();
    let distance = |known: &str| strsim::osa_distance(known, &name);
    let names = known.iter().map(|variable| variable.name);
    let closest = names.min_by_key(|known| distance(known))?;
    (distance(closest) <= most).then_some(closest)
}

/// What to say of names of an environment that are close to one of ours; nothing of any other.
pub fn doubtful_names(
    known: &[&'static Variable],
    environment: impl IntoIterator<Item = OsString>,
) -> Vec<String> {
    let names = environment
        .into_iter()
        .filter_map(|name| name.into_string().ok());
    let strange = names.filter(|name| !known.iter().any(|variable| variable.name == name));
    let doubtful = strange.filter_map(|name| {
        let meant = similar(known, &name)?;
        Some(format!(
            "{name} is no variable of ours: did you mean {meant}?"
        ))
    });
    doubtful.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::variables;

    fn told(names: &[&str]) -> Vec<String> {
        doubtful_names(&variables::all(), names.iter().map(OsString::from))
    }

    #[test]
    fn a_slip_of_the_pen_is_told_with_what_was_meant() {
        for (name, meant) in [
            ("BOT_TOEKN", "BOT_TOKEN"),
            ("KIE_API_KEY", "KIE_API_KEYS"),
            ("ADMIN_ID", "ADMIN_IDS"),
            ("HTTP_LISTENS", "HTTP_LISTEN"),
            ("bot_token", "BOT_TOKEN"),
            ("RECONCILE_WINDOWS_SEC", "RECONCILE_WINDOW_SECS"),
        ] {
            let said = format!("{name} is no variable of ours: did you mean {meant}?");
            assert_eq!(told(&[name]), [said]);
        }
    }

    #[test]
    fn nothing_is_said_of_what_belongs_to_others() {
        let foreign = [
            "PATH",
            "HOME",
            "LANG",
            "LC_ALL",
            "TERM",
            "SHELL",
            "PWD",
            "USER",
            "TZ",
            "BOT_TOKEN",
            "RUST_LOG",
            "RUST_BACKTRACE",
            "CARGO_HOME",
            "POSTGRES_URL",
            "PGHOST",
            "PGUSER",
            "REDIS_URL",
            "DATABASE_HOST",
            "S3_BUCKET",
            "AWS_REGION",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "OPENAI_ORGANIZATION",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "LISTEN_FDS",
            "LISTEN_PID",
            "INVOCATION_ID",
            "JOURNAL_STREAM",
            "HOSTNAME",
            "LOG_LEVEL",
            "KUBERNETES_SERVICE_HOST",
        ];
        assert_eq!(told(&foreign), Vec::<String>::new());
    }
}
