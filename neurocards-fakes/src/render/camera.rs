//! The path of the virtual camera.

/// The zoom of the widest and of the closest view; 1 shows the whole canvas.
const WIDE: f64 = 1.02;
const CLOSE: f64 = 1.25;

/// What the camera shows: a window of the canvas, in fractions of its sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct View {
    /// Left edge, 0 to 1.
    pub(super) left: f64,
    /// Top edge, 0 to 1.
    pub(super) top: f64,
    /// Width and height, as a part of the canvas's, over 0 to 1.
    pub(super) size: f64,
}

/// A slow move from one view to another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Path {
    from: Aim,
    to: Aim,
}

/// Where the camera looks: `x` and `y` run from 0 (left, top) to 1 over what the zoom leaves free.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Aim {
    x: f64,
    y: f64,
    zoom: f64,
}

impl Path {
    /// Chooses a path; neighbouring seeds move in different directions, half of them outwards.
    pub(super) fn from_seed(seed: u64) -> Self {
        let mixed = mix(seed);
        let angle = fraction(mixed) * std::f64::consts::TAU;
        let wide = Aim {
            x: 0.5,
            y: 0.5,
            zoom: WIDE,
        };
        let reach = 0.25 + 0.2 * fraction(mix(mixed));
        let close = Aim {
            x: 0.5 + reach * angle.cos(),
            y: 0.5 + reach * angle.sin(),
            zoom: CLOSE,
        };
        if seed.is_multiple_of(2) {
            Self {
                from: wide,
                to: close,
            }
        } else {
            Self {
                from: close,
                to: wide,
            }
        }
    }

    /// Returns the view at `moment`, 0 (start) to 1 (end).
    pub(super) fn view(&self, moment: f64) -> View {
        let eased = moment * moment * (3.0 - 2.0 * moment);
        let between = |from: f64, to: f64| from + (to - from) * eased;
        let size = 1.0 / between(self.from.zoom, self.to.zoom);
        View {
            left: (1.0 - size) * between(self.from.x, self.to.x),
            top: (1.0 - size) * between(self.from.y, self.to.y),
            size,
        }
    }
}

/// `SplitMix64` (Steele, Lea, Flood 2014): spreads neighbouring seeds over all 64 bits.
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Maps the upper 32 bits of `bits` to 0 to 1.
fn fraction(bits: u64) -> f64 {
    f64::from((bits >> 32) as u32) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_stays_on_the_canvas() {
        for seed in 0..200 {
            for step in 0..=20 {
                let view = Path::from_seed(seed).view(f64::from(step) / 20.0);
                assert!(
                    view.left >= 0.0 && view.left + view.size <= 1.0,
                    "seed {seed}: {view:?}"
                );
                assert!(
                    view.top >= 0.0 && view.top + view.size <= 1.0,
                    "seed {seed}: {view:?}"
                );
            }
        }
    }

    #[test]
    fn neighbouring_seeds_take_different_paths() {
        for seed in 0..50 {
            assert_ne!(Path::from_seed(seed), Path::from_seed(seed + 1));
        }
    }
}
