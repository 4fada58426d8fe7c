//! The scan headers of a JPEG file: which coefficients come, and how fine (ITU-T T.81, B.2.3).

use super::frame::Frame;

/// What a scan brings.
struct Scan<'a> {
    /// The ids of its components, each with the tables that it uses.
    components: &'a [u8],
    /// A bit for each coefficient from the first to the last.
    coefficients: u64,
    /// Whether the coefficients are fine then: none of their bits is left for a later scan.
    fine: bool,
}

/// Whether scans of rising quality end fine for whatever they begin, with a mean for each block.
/// Those of a file that was cut between two scans do not.
pub(super) fn are_complete<'a>(frame: &Frame, headers: impl Iterator<Item = &'a [u8]>) -> bool {
    let mut begun = vec![0_u64; frame.components.len()];
    let mut fine = begun.clone();
    for scan in headers.filter_map(Scan::read) {
        for (index, component) in frame.components.iter().enumerate() {
            if scan
                .components
                .iter()
                .step_by(2)
                .any(|id| *id == component.id)
            {
                begun[index] |= scan.coefficients;
                fine[index] |= scan.coefficients & u64::from(scan.fine).wrapping_neg();
            }
        }
    }
    let mean = |coefficients: &u64| coefficients & 1 == 1;
    begun.iter().all(mean) && begun == fine
}

impl<'a> Scan<'a> {
    fn read(body: &'a [u8]) -> Option<Self> {
        let (count, rest) = body.split_first()?;
        let (components, rest) = rest.split_at_checked(2 * usize::from(*count))?;
        let [first, last, precision, ..] = *rest else {
            return None;
        };
        let up_to = |last: u8| u64::MAX.checked_shr(63_u32.checked_sub(last.into())?);
        let before = first.checked_sub(1).map_or(Some(0), up_to)?;
        let bits_left = precision & 15;
        Some(Self {
            components,
            coefficients: up_to(last)? & !before,
            fine: bits_left == 0,
        })
    }
}
