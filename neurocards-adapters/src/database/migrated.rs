use sqlx::migrate::{MigrateError, Migrator};

/// Whether every migration was run, by the numbers and checksums of those that were. Fails if others
/// were, or one with another text.
pub(crate) fn all_run(run: &[(i64, Vec<u8>)], migrator: &Migrator) -> Result<bool, MigrateError> {
    for (version, checksum) in run {
        let ours = migrator.iter().find(|ours| ours.version == *version);
        let ours = ours.ok_or(MigrateError::VersionMissing(*version))?;
        if *ours.checksum != **checksum {
            return Err(MigrateError::VersionMismatch(*version));
        }
    }
    Ok(run.len() == migrator.iter().count())
}
