//! Log lines, on standard error.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::settings::{Settings, SettingsError};

/// Starts logging as `LOG_FORMAT` and `RUST_LOG` say. A second call in one process changes
/// nothing.
pub fn init(settings: &Settings) -> Result<(), SettingsError> {
    let filter = EnvFilter::try_new(settings.text("RUST_LOG")?)
        .map_err(|_| settings.malformed("RUST_LOG"))?;
    let registry = tracing_subscriber::registry().with(filter);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    // An error means that a subscriber is there already, which is then the one to use.
    let _ = match settings.text("LOG_FORMAT")? {
        "text" => registry.with(lines).try_init(),
        "json" => registry.with(lines.json()).try_init(),
        _ => return Err(settings.malformed("LOG_FORMAT")),
    };
    Ok(())
}
