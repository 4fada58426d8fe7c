//! What a file is, by its content: names and types that came with it say nothing.

use neurocards_core::work::media::MediaKind;

use super::PhotoProblem;
use super::bytes::be16;

/// The kind of a photo that can be taken; why not, of all other files.
pub(super) fn of(file: &[u8]) -> Result<MediaKind, PhotoProblem> {
    let found = infer::get(file).map_or("unknown", |found| found.mime_type());
    match found {
        "image/jpeg" => Ok(MediaKind::Jpeg),
        "image/png" => Ok(MediaKind::Png),
        "image/webp" => Ok(MediaKind::Webp),
        "image/gif" => Err(PhotoProblem::NotAPhoto { found }),
        _ if found.starts_with("image/") => Err(PhotoProblem::OtherFormat { found }),
        _ if is_heif(file) => Err(PhotoProblem::OtherFormat {
            found: "image/heif",
        }),
        _ => Err(PhotoProblem::NotAPhoto { found }),
    }
}

/// Whether a file in the container of films is a picture: its first brand or one of those it is
/// compatible with says so (ISO/IEC 14496-12, section 4.3; ISO/IEC 23008-12, section 10).
fn is_heif(file: &[u8]) -> bool {
    const BRANDS: [&[u8]; 10] = [
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1", b"miaf",
    ];
    let length = be16(file, 2).filter(|_| file.get(4..8) == Some(b"ftyp"));
    let brands = length.and_then(|length| file.get(8..length));
    brands.is_some_and(|brands| brands.chunks_exact(4).any(|brand| BRANDS.contains(&brand)))
}
