/// What a photo may be. One set of limits serves every model of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhotoLimits;

impl PhotoLimits {
    /// Bytes of the file: what Telegram lets a bot download.
    pub const MAX_BYTES: usize = 20 * 1024 * 1024;
    /// Pixels of the shorter side: the strictest model refuses less.
    pub const MIN_SIDE: u32 = 300;
    /// Pixels of the longer side.
    pub const MAX_SIDE: u32 = 10_000;
    /// Pixels in all. A progressive JPEG needs up to 9 bytes for each while it is decoded, so this
    /// keeps one photo below 256 MB.
    pub const MAX_PIXELS: u64 = 25_000_000;
    /// The longer side divided by the shorter one.
    pub const MAX_RATIO: u32 = 3;
    /// Bytes a decoder may allocate.
    pub(super) const MAX_ALLOC: u64 = 224 * 1024 * 1024;
}
