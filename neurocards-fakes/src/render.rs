//! A real vertical video out of a product photo, for the fake provider.
//!
//! The photo fills a 9:16 canvas and a virtual camera moves over it, slowly zooming. The result is
//! H.264 (yuv420p) in MP4 with the index in front of the samples, so players start at once.
//! Equal photo, options and seed give equal bytes.

mod camera;
mod canvas;
mod encode;
pub mod probe;
mod sample;

use std::time::Duration;

pub use probe::{ClipFacts, ProbeError, probe};

/// Frames in one clip at most: a minute at 30 frames a second.
const MAX_FRAMES: u64 = 1_800;

/// What a clip is to look like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipOptions {
    /// Width in pixels; even, 32 to 2160.
    pub width: u32,
    /// Height in pixels; even, 32 to 2160.
    pub height: u32,
    /// Frames a second, 1 to 60.
    pub frame_rate: u32,
    /// Length; rounded to whole frames.
    pub duration: Duration,
    /// Picks the path of the camera: clips of one photo with different seeds look different.
    pub seed: u64,
}

impl Default for ClipOptions {
    fn default() -> Self {
        Self {
            width: 720,
            height: 1280,
            frame_rate: 24,
            duration: Duration::from_secs(5),
            seed: 0,
        }
    }
}

impl ClipOptions {
    /// A clip of 180x320 pixels, one second and 12 frames: quick even in an unoptimised build.
    pub fn tiny() -> Self {
        Self {
            width: 180,
            height: 320,
            frame_rate: 12,
            duration: Duration::from_secs(1),
            ..Self::default()
        }
    }

    /// Returns the number of frames, at least one.
    fn frames(&self) -> u64 {
        let frames = (self.duration.as_millis() * u128::from(self.frame_rate) + 500) / 1000;
        u64::try_from(frames).unwrap_or(u64::MAX).max(1)
    }

    fn check(&self) -> Result<(), RenderError> {
        let side = |pixels: u32| pixels.is_multiple_of(2) && (32..=2160).contains(&pixels);
        if !side(self.width) || !side(self.height) {
            return Err(RenderError::Options(
                "width and height must be even, 32 to 2160",
            ));
        }
        if !(1..=60).contains(&self.frame_rate) {
            return Err(RenderError::Options("frame_rate must be 1 to 60"));
        }
        if self.frames() > MAX_FRAMES {
            return Err(RenderError::Options("a clip has at most 1800 frames"));
        }
        Ok(())
    }
}

/// Why a photo did not become a clip.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// An option is out of its range.
    #[error("bad clip options: {0}")]
    Options(&'static str),
    /// The photo is not a JPEG, PNG or WebP that decodes within the limits.
    #[error("the photo does not decode")]
    Photo(#[from] image::ImageError),
    /// The H.264 encoder failed.
    #[error("the encoder failed")]
    Encode(#[from] openh264::Error),
    /// The frames did not fit into an MP4 file.
    #[error("the MP4 writer failed")]
    Mux(#[from] muxide::api::MuxerError),
}

/// Renders `photo` (JPEG, PNG or WebP of any shape) into an MP4 video.
///
/// Blocks the calling thread for about a second per clip of default size in an optimised build.
///
/// # Errors
/// [`RenderError::Options`] and [`RenderError::Photo`] name what the caller gave wrong.
pub fn render_clip(photo: &[u8], options: &ClipOptions) -> Result<Vec<u8>, RenderError> {
    options.check()?;
    let canvas = canvas::Canvas::compose(photo, options.width, options.height)?;
    let path = camera::Path::from_seed(options.seed);
    encode::encode(&canvas, &path, options)
}
