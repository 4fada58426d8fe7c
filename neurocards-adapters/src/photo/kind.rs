//! What a file is, by its content: names and types that came with it say nothing.

use neurocards_core::work::media::MediaKind;

use super::PhotoProblem;

/// The kind of a photo that can be taken; why not, of all other files.
pub(super) fn of(file: &[u8]) -> Result<MediaKind, PhotoProblem> {
    let found = infer::get(file).map_or("unknown", |found| found.mime_type());
    match found {
        "image/jpeg" => Ok(MediaKind::Jpeg),
        "image/png" => Ok(MediaKind::Png),
        "image/webp" => Ok(MediaKind::Webp),
        "image/gif" => Err(PhotoProblem::NotAPhoto { found }),
        _ if found.starts_with("image/") => Err(PhotoProblem::OtherFormat { found }),
        _ => Err(PhotoProblem::NotAPhoto { found }),
    }
}
