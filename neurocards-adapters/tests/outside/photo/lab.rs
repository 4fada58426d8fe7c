//! Colours as people see them, computed apart from any library (CIE 15, IEC 61966-2-1).

/// The light under which profiles state colours (ICC.1, D50).
pub(super) const WHITE: [f64; 3] = [0.9642, 1.0, 0.8249];

/// A colour in CIELAB, in which equal distances look equal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lab {
    pub(super) light: f64,
    pub(super) green_red: f64,
    pub(super) blue_yellow: f64,
}

impl Lab {
    /// The colour of this light.
    pub(super) fn of(xyz: [f64; 3]) -> Self {
        let curved = |axis: usize| {
            let share = xyz[axis] / WHITE[axis];
            if share > 216.0 / 24_389.0 {
                share.cbrt()
            } else {
                (24_389.0 / 27.0 * share + 16.0) / 116.0
            }
        };
        Self {
            light: 116.0 * curved(1) - 16.0,
            green_red: 500.0 * (curved(0) - curved(1)),
            blue_yellow: 200.0 * (curved(1) - curved(2)),
        }
    }

    /// What a colour of sRGB is, adapted to the light of profiles.
    pub(super) fn of_srgb(colour: [u8; 3]) -> Self {
        const PRIMARIES: [[f64; 3]; 3] = [
            [0.436_07, 0.222_49, 0.013_92],
            [0.385_15, 0.716_87, 0.097_08],
            [0.143_07, 0.060_61, 0.714_10],
        ];
        let light = colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        let mixed = |axis: usize| {
            let parts = light.iter().zip(PRIMARIES);
            parts.map(|(light, primary)| light * primary[axis]).sum()
        };
        Self::of([mixed(0), mixed(1), mixed(2)])
    }

    /// How different two colours look: below 3, people do not see it side by side (Delta E 1976).
    pub(super) fn differs(self, other: Self) -> f64 {
        let squares = [
            self.light - other.light,
            self.green_red - other.green_red,
            self.blue_yellow - other.blue_yellow,
        ]
        .map(|part| part * part);
        squares.iter().sum::<f64>().sqrt()
    }
}
