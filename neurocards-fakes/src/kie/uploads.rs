//! Taking a file in.

use std::time::Duration;

use axum::body::Bytes;
use serde_json::json;

use super::answer::Answer;
use super::clock::millis;
use super::shared::Shared;
use super::stored::StoredFile;

/// How long uploads can be read.
const UPLOADS_LIVE: Duration = Duration::from_hours(3 * 24);

/// Bytes of one file, at most.
pub(crate) const MAX_BYTES: usize = 100 << 20;

/// A file as a request names it.
#[derive(Debug, Default)]
pub(crate) struct Incoming {
    pub(crate) file: Option<Bytes>,
    /// What the request calls the field of the file.
    pub(crate) field: &'static str,
    pub(crate) upload_path: Option<String>,
    pub(crate) file_name: Option<String>,
}

/// Why a file was not taken.
pub(crate) struct Refused(pub(crate) Answer);

impl Refused {
    pub(crate) fn new(msg: &str) -> Self {
        Self(Answer::upload_refused(200, 400, msg))
    }
}

/// What was kept, for the ledger.
pub(crate) struct Kept {
    pub(crate) answer: Answer,
    pub(crate) url: String,
    pub(crate) bytes: usize,
}

/// Keeps the file at the file host and answers where.
pub(crate) fn keep(shared: &Shared, incoming: Incoming) -> Result<Kept, Refused> {
    let missing = |name: &str| Refused::new(&format!("Missing required parameter: {name}"));
    let bytes = incoming.file.ok_or_else(|| missing(incoming.field))?;
    let folder = incoming.upload_path.ok_or_else(|| missing("uploadPath"))?;
    if bytes.len() > MAX_BYTES {
        return Err(Refused::new("File size exceeds limit"));
    }
    let length = bytes.len();
    let content_type = content_type(&bytes);
    shared.update(|world| {
        let now_ms = world.now_ms();
        let name = incoming.file_name.unwrap_or_else(|| world.ids.next());
        let kind = if content_type.starts_with("image/") {
            "images"
        } else {
            "documents"
        };
        let path = format!("kieai/100001/{kind}/{}/{}", plain(&folder), plain(&name));
        let file = StoredFile {
            bytes,
            content_type,
            expires_at_ms: now_ms.saturating_add(millis(UPLOADS_LIVE)),
            fault: None,
        };
        if !world.store.put(format!("/{path}"), file) {
            return Err(Refused(Answer::upload_refused(
                200,
                500,
                "Server internal error",
            )));
        }
        let url = format!("{}/{path}", shared.fixed.settings.files_url);
        let data = json!({
            "success": true,
            "fileName": plain(&name),
            "filePath": path,
            "downloadUrl": url,
            "fileSize": length,
            "mimeType": content_type,
            "uploadedAt": iso(now_ms),
        });
        let msg = "File uploaded successfully";
        let body = json!({"success": true, "code": 200, "msg": msg, "data": data});
        let answer = Answer::json(200, &body);
        Ok(Kept {
            answer,
            url,
            bytes: length,
        })
    })
}

fn content_type(bytes: &[u8]) -> &'static str {
    image::guess_format(bytes).map_or("application/octet-stream", |format| format.to_mime_type())
}

/// A path of plain letters, so that it stands in a URL as it is.
fn plain(path: &str) -> String {
    let letter = |letter: char| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' | '-' | '/' => letter,
        _ => '-',
    };
    path.trim_matches('/').chars().map(letter).collect()
}

fn iso(unix_ms: u64) -> String {
    i64::try_from(unix_ms)
        .ok()
        .and_then(chrono::DateTime::from_timestamp_millis)
        .map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
        .unwrap_or_default()
}
