//! Where the videos come from.

use axum::body::Bytes;

/// What is to be filmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shot {
    /// The submitted photo; `None` if the task has none.
    pub photo: Option<Bytes>,
    /// The prompt of the task.
    pub prompt: String,
    /// Length of the video.
    pub seconds: u32,
    /// The aspect that was asked for, such as `9:16`; `None` to follow the photo.
    pub aspect: Option<String>,
    /// Differs from task to task.
    pub seed: u64,
}

/// Makes the video of a task. Called outside the async runtime, a few at a time.
pub trait Renderer: Send + Sync {
    /// Returns an MP4 file.
    ///
    /// # Errors
    /// The text becomes `failMsg` of the task, under `failCode` 500.
    fn render(&self, shot: &Shot) -> Result<Vec<u8>, String>;
}

/// The same two frames of 90x160 pixels for every task: no work at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct StillClip;

impl Renderer for StillClip {
    fn render(&self, _: &Shot) -> Result<Vec<u8>, String> {
        Ok(include_bytes!("still.mp4").to_vec())
    }
}

/// A real video out of the photo, with a slow camera.
#[cfg(feature = "render")]
#[derive(Clone, Debug, Default)]
pub struct PhotoClip {
    /// Sides, frame rate and the like; length and seed come from the task.
    options: crate::render::ClipOptions,
}

#[cfg(feature = "render")]
impl PhotoClip {
    /// Clips like these in size and frame rate, for vertical videos; wide ones have the sides
    /// swapped.
    pub fn new(options: crate::render::ClipOptions) -> Self {
        Self { options }
    }

    fn options_for(&self, shot: &Shot) -> crate::render::ClipOptions {
        let (narrow, long) = (self.options.width, self.options.height);
        let (width, height) = match shot.aspect.as_deref() {
            Some("16:9" | "21:9" | "4:3") => (long, narrow),
            Some("1:1") => (narrow, narrow),
            _ => (narrow, long),
        };
        crate::render::ClipOptions {
            width,
            height,
            seed: shot.seed,
            duration: std::time::Duration::from_secs(shot.seconds.clamp(1, 30).into()),
            ..self.options.clone()
        }
    }
}

#[cfg(feature = "render")]
impl Renderer for PhotoClip {
    fn render(&self, shot: &Shot) -> Result<Vec<u8>, String> {
        let photo = shot
            .photo
            .as_ref()
            .ok_or("The fake KIE films photos only.")?;
        crate::render::render_clip(photo, &self.options_for(shot)).map_err(|error| match error {
            crate::render::RenderError::Photo(_) => "Unsupported image format.".to_owned(),
            _ => "internal error, please try again later".to_owned(),
        })
    }
}

/// Photos where they can be filmed, else the still clip.
pub(crate) fn usual() -> std::sync::Arc<dyn Renderer> {
    #[cfg(feature = "render")]
    return std::sync::Arc::new(PhotoClip::default());
    #[cfg(not(feature = "render"))]
    return std::sync::Arc::new(StillClip);
}
