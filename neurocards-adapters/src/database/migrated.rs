use sqlx::migrate::{Migrate, MigrateError, Migrator};

/// Whether every migration was run, by a table of migrations that is there. Fails if others were,
/// or one with another text.
pub(crate) async fn all_run(
    db: &mut impl Migrate,
    migrator: &Migrator,
) -> Result<bool, MigrateError> {
    let run = db.list_applied_migrations(&migrator.table_name).await?;
    for run in &run {
        let version = run.version;
        let ours = migrator.iter().find(|ours| ours.version == version);
        let ours = ours.ok_or(MigrateError::VersionMissing(version))?;
        if ours.checksum != run.checksum {
            return Err(MigrateError::VersionMismatch(version));
        }
    }
    Ok(run.len() == migrator.iter().count())
}
