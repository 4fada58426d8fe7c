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
    /// Pixels in all of a PNG or WebP file. A photo that needs more than [`Self::MAX_MEMORY`] for
    /// so many, such as a WebP with transparency, may have fewer.
    pub const MAX_PIXELS: u64 = 25_000_000;
    /// Pixels in all of a JPEG file, which is made smaller while it is decoded: what the cameras of
    /// phones give. One in several scans that needs more than [`Self::MAX_MEMORY`] may have fewer.
    pub const MAX_PIXELS_JPEG: u64 = 50_000_000;
    /// The longer side divided by the shorter one.
    pub const MAX_RATIO: u32 = 3;
    /// Bytes that one photo may take while it is decoded and made smaller, beside its file.
    pub const MAX_MEMORY: u64 = 256_000_000;
    /// Pixels of the shorter side to which a photo is made smaller before anything else is done
    /// with it.
    pub(super) const SCALED_SIDE: u32 = 1_920;
    /// Pixels of the shorter side that a film shows at most.
    pub(super) const SHOWN_SIDE: u32 = 1_080;
}
