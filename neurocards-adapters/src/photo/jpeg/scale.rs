//! How much smaller a JPEG picture is made while it is decoded, and what that takes in memory.

use super::Jpeg;
use crate::photo::PhotoLimits;

impl Jpeg<'_> {
    /// Bytes that decoding takes at most when the shorter side is to keep `side` pixels.
    pub(in crate::photo) fn memory(&self, side: u32) -> u64 {
        self.memory_at(self.divisor(side))
    }

    /// By how much each side is divided: 1, 2, 4 or 8. A picture that would take too much memory
    /// is made smaller than asked, but not smaller than a film shows it.
    pub(super) fn divisor(&self, side: u32) -> u32 {
        let short = self.frame.size.0.min(self.frame.size.1);
        let keeps = |divisor: u32, least: u32| short / divisor >= least;
        let mut divisor = [8, 4, 2]
            .into_iter()
            .find(|divisor| keeps(*divisor, side))
            .unwrap_or(1);
        while self.memory_at(divisor) > PhotoLimits::MAX_MEMORY
            && divisor < 8
            && keeps(2 * divisor, PhotoLimits::SHOWN_SIDE)
        {
            divisor *= 2;
        }
        divisor
    }

    pub(super) fn smaller(&self, divisor: u32) -> (u32, u32) {
        let (across, down) = self.frame.size;
        (across.div_ceil(divisor), down.div_ceil(divisor))
    }

    /// The decoder keeps every coefficient, 2 bytes each, of a picture that comes in scans of
    /// rising quality. It copies them to the threads that make samples of them, where rows of up
    /// to half a component were seen waiting. Then it mixes the picture of the samples.
    fn memory_at(&self, divisor: u32) -> u64 {
        const COEFFICIENTS: u64 = 2 * 64;
        let (across, down) = self.smaller(divisor);
        let picture = u64::from(across) * u64::from(down) * self.frame.components.len() as u64;
        let blocks: u64 = self.frame.blocks().sum();
        let samples = blocks * u64::from(8 / divisor).pow(2);
        let coefficients = if self.frame.progressive {
            let waiting = self.frame.blocks().max().unwrap_or(0) / 2;
            (blocks + waiting) * COEFFICIENTS
        } else {
            0
        };
        coefficients + samples + picture
    }
}
