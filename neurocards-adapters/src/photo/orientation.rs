//! How a picture must be turned to stand upright.

use image::metadata::Orientation;

/// What stands before EXIF data in JPEG files. Some programs write it into other files, too, and
/// some write it twice.
const PREFIX: &[u8] = b"Exif\0\0";

/// The turn that EXIF data ask for; none if they cannot be read.
pub(super) fn of_exif(exif: Option<&[u8]>) -> Orientation {
    let Some(mut exif) = exif else {
        return Orientation::NoTransforms;
    };
    while let Some(rest) = exif.strip_prefix(PREFIX) {
        exif = rest;
    }
    Orientation::from_exif_chunk(exif).unwrap_or(Orientation::NoTransforms)
}
