//! Reads a window of one colour plane into a frame, with bilinear interpolation.

use super::camera::View;

/// One output position along an axis: the source position before it, and how much of the next
/// position is mixed in, in 1/256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tap {
    index: usize,
    weight: u32,
}

/// One colour plane of the canvas.
#[derive(Clone, Copy)]
pub(super) struct Plane<'a> {
    pub(super) samples: &'a [u8],
    pub(super) width: usize,
    pub(super) height: usize,
}

/// Fills `frame`, rows of `frame_width`, with what `view` shows of `plane`.
pub(super) fn sample(plane: Plane<'_>, view: View, frame: &mut [u8], frame_width: usize) {
    let columns = taps(view.left, view.size, plane.width, frame_width);
    let rows = taps(view.top, view.size, plane.height, frame.len() / frame_width);
    for (out, row) in frame.chunks_exact_mut(frame_width).zip(rows) {
        let upper = &plane.samples[row.index * plane.width..][..plane.width];
        let lower = &plane.samples[(row.index + 1) * plane.width..][..plane.width];
        sample_row(upper, lower, row.weight, &columns, out);
    }
}

/// The inner loop: plain arithmetic and nothing else, because it also runs unoptimised.
#[expect(
    clippy::cast_lossless,
    clippy::cast_possible_truncation,
    reason = "`From` is a call per sample in unoptimised builds; the mean of bytes is a byte"
)]
fn sample_row(upper: &[u8], lower: &[u8], weight: u32, columns: &[Tap], out: &mut [u8]) {
    let rest = 256 - weight;
    for (out, tap) in out.iter_mut().zip(columns) {
        let (i, w) = (tap.index, tap.weight);
        let left = upper[i] as u32 * rest + lower[i] as u32 * weight;
        let right = upper[i + 1] as u32 * rest + lower[i + 1] as u32 * weight;
        *out = ((left * (256 - w) + right * w + (1 << 15)) >> 16) as u8;
    }
}

/// Spreads `count` output positions over `size` of an axis of `length` samples, from `start`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "positions lie between 0 and a few thousand"
)]
fn taps(start: f64, size: f64, length: usize, count: usize) -> Vec<Tap> {
    let step = size * length as f64 / count as f64;
    let last = (length - 1) as f64 - 1.0 / 256.0;
    let tap = |position: usize| {
        let at = start * length as f64 + (position as f64 + 0.5) * step - 0.5;
        let fixed = (at.clamp(0.0, last) * 256.0) as usize;
        Tap {
            index: fixed >> 8,
            weight: (fixed & 255) as u32,
        }
    };
    (0..count).map(tap).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RAMP: [u8; 16] = [0, 10, 20, 30, 0, 10, 20, 30, 0, 10, 20, 30, 0, 10, 20, 30];

    fn read(view: View, width: usize, height: usize) -> Vec<u8> {
        let mut frame = vec![0; width * height];
        sample(
            Plane {
                samples: &RAMP,
                width: 4,
                height: 4,
            },
            view,
            &mut frame,
            width,
        );
        frame
    }

    #[test]
    fn the_whole_window_at_equal_size_is_the_plane_itself() {
        let frame = read(
            View {
                left: 0.0,
                top: 0.0,
                size: 1.0,
            },
            4,
            4,
        );
        assert_eq!(frame, RAMP);
    }

    #[test]
    fn a_smaller_window_is_interpolated_between_samples() {
        let frame = read(
            View {
                left: 0.25,
                top: 0.25,
                size: 0.5,
            },
            4,
            4,
        );
        assert_eq!(frame[..4], [8, 13, 18, 23]);
    }
}
