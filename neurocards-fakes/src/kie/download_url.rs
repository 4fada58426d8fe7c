//! `POST /api/v1/common/download-url`: a short-lived link to a file that the fake made.

use serde_json::Value;

use super::answer::Answer;
use super::shared::Shared;

/// The link, for a result that still exists; it names its life of 20 minutes, which is not kept.
pub(crate) fn answer(shared: &Shared, body: &[u8]) -> Answer {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let url = body.get("url").and_then(Value::as_str).unwrap_or_default();
    let is_ours = url
        .strip_prefix(&shared.fixed.settings.files_url)
        .is_some_and(|path| {
            shared.read(|world| world.store.get(path, world.clock.now_ms()).is_some())
        });
    if is_ours {
        Answer::success(format!("{url}?X-Amz-Expires=1200"))
    } else {
        Answer::refused(422, "url is wrong")
    }
}
