//! Frames from the camera into H.264, and H.264 into MP4.

use muxide::api::{Muxer, MuxerBuilder, VideoCodec};
use openh264::OpenH264API;
use openh264::encoder::{
    Complexity, Encoder, EncoderConfig, FrameRate, FrameType, IntraFramePeriod, RateControlMode,
    VuiConfig,
};
use openh264::formats::{YUVSlices, YUVSource as _};

use super::camera::{Path, View};
use super::canvas::Canvas;
use super::sample::{Plane, sample};
use super::{ClipOptions, RenderError};

/// Films `canvas` along `path` and returns the MP4 file.
pub(super) fn encode(
    canvas: &Canvas,
    path: &Path,
    options: &ClipOptions,
) -> Result<Vec<u8>, RenderError> {
    let mut encoder = encoder(options)?;
    let mut muxer = muxer(options)?;
    let frames = u32::try_from(options.frames()).unwrap_or(u32::MAX);
    let mut frame = Frame::new(options.width as usize, options.height as usize);
    for number in 0..frames {
        frame.film(
            canvas,
            path.view(f64::from(number) / f64::from(frames.max(2) - 1)),
        );
        let picture = encoder.encode(&frame.as_yuv())?;
        let key = matches!(picture.frame_type(), FrameType::IDR | FrameType::I);
        let at_secs = f64::from(number) / f64::from(options.frame_rate);
        muxer.write_video(at_secs, &picture.to_vec(), key)?;
    }
    muxer.finish_in_place()?;
    Ok(muxer.into_writer())
}

fn encoder(options: &ClipOptions) -> Result<Encoder, RenderError> {
    let hertz = options.frame_rate;
    #[expect(clippy::cast_precision_loss, reason = "frame rates are at most 60")]
    let rate = FrameRate::from_hz(hertz as f32);
    let config = EncoderConfig::new()
        .max_frame_rate(rate)
        // A fixed quantiser: no rate control to make frames depend on load, and no frame skipped.
        .rate_control_mode(RateControlMode::Off)
        .complexity(Complexity::Low)
        .skip_frames(false)
        .scene_change_detect(false)
        .background_detection(false)
        .adaptive_quantization(false)
        .intra_frame_period(IntraFramePeriod::from_num_frames(hertz * 2))
        .num_threads(1)
        .vui(VuiConfig::bt601());
    Ok(Encoder::with_api_config(
        OpenH264API::from_source(),
        config,
    )?)
}

fn muxer(options: &ClipOptions) -> Result<Muxer<Vec<u8>>, RenderError> {
    let builder = MuxerBuilder::new(Vec::new())
        .video(
            VideoCodec::H264,
            options.width,
            options.height,
            f64::from(options.frame_rate),
        )
        .with_fast_start(true);
    Ok(builder.build()?)
}

/// One picture in YUV 4:2:0, its memory used again for each frame.
struct Frame {
    luma: Vec<u8>,
    blue: Vec<u8>,
    red: Vec<u8>,
    width: usize,
    height: usize,
}

impl Frame {
    fn new(width: usize, height: usize) -> Self {
        let plane = |shrink: usize| vec![0; width * height / shrink];
        Self {
            luma: plane(1),
            blue: plane(4),
            red: plane(4),
            width,
            height,
        }
    }

    /// Takes the picture that `view` shows of the canvas.
    fn film(&mut self, canvas: &Canvas, view: View) {
        let plane = |samples, shrink: usize| Plane {
            samples,
            width: canvas.width / shrink,
            height: canvas.height / shrink,
        };
        let picture = &canvas.picture;
        sample(plane(picture.y(), 1), view, &mut self.luma, self.width);
        sample(plane(picture.u(), 2), view, &mut self.blue, self.width / 2);
        sample(plane(picture.v(), 2), view, &mut self.red, self.width / 2);
    }

    fn as_yuv(&self) -> YUVSlices<'_> {
        let planes = (&*self.luma, &*self.blue, &*self.red);
        let strides = (self.width, self.width / 2, self.width / 2);
        YUVSlices::new(planes, (self.width, self.height), strides)
    }
}
