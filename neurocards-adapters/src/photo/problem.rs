use thiserror::Error;

/// Why a photo cannot be used, with the numbers, so that people can be told.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PhotoProblem {
    /// The content is a picture of another format, such as HEIC.
    #[error("the file is a picture, but {found} instead of JPEG, PNG or WebP")]
    OtherFormat {
        /// The MIME type of the content.
        found: &'static str,
    },
    /// The content is no JPEG, PNG or WebP picture.
    #[error("the file is no JPEG, PNG or WebP picture, but {found}")]
    NotAPhoto {
        /// The MIME type of the content, or `unknown`.
        found: &'static str,
    },
    /// The file is too large.
    #[error("the file has {bytes} bytes, at most {max} are allowed")]
    TooHeavy {
        /// Bytes of the file.
        bytes: usize,
        /// The most bytes that are allowed.
        max: usize,
    },
    /// The picture has too few pixels.
    #[error("the picture has {width}x{height} pixels, each side needs at least {min}")]
    TooSmall {
        /// Pixels from left to right, as people see the picture.
        width: u32,
        /// Pixels from top to bottom, as people see the picture.
        height: u32,
        /// Pixels needed for each side.
        min: u32,
    },
    /// The picture has too many pixels.
    #[error(
        "the picture has {width}x{height} pixels, at most {max_side} a side and {max_pixels} \
         in all are allowed"
    )]
    TooLarge {
        /// Pixels from left to right, as people see the picture.
        width: u32,
        /// Pixels from top to bottom, as people see the picture.
        height: u32,
        /// Pixels allowed for a side.
        max_side: u32,
        /// Pixels allowed in all.
        max_pixels: u64,
    },
    /// The picture is too long and narrow.
    #[error(
        "the picture has {width}x{height} pixels, one side is over {max_ratio} times the other"
    )]
    TooNarrow {
        /// Pixels from left to right, as people see the picture.
        width: u32,
        /// Pixels from top to bottom, as people see the picture.
        height: u32,
        /// The longest side allowed, as a multiple of the shorter.
        max_ratio: u32,
    },
    /// The picture moves.
    #[error("the picture is animated")]
    Animated,
    /// The picture cannot be decoded, or data of it are missing: one block is enough, because what
    /// is missing would be shown as grey.
    #[error("the picture is damaged")]
    Damaged,
    /// The file is a picture and something else at once, such as an archive.
    #[error("the file holds more than a picture")]
    Disguised,
    /// Too many photos are being looked at right now: try again.
    #[error("too many photos are being looked at")]
    Busy,
}
