//! Bits of entropy-coded data, and the markers between them (ITU-T T.81, F.1.2.3).

/// Bits as they are written, the first one highest.
#[derive(Default)]
pub(super) struct Bits {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    pub(super) fn push(&mut self, bits: u32, count: u32) {
        for place in (0..count).rev() {
            self.held = self.held << 1 | (bits >> place & 1);
            self.count += 1;
            if self.count == 8 {
                self.byte();
            }
        }
    }

    pub(super) fn marker(&mut self, marker: u8) {
        self.pad();
        self.bytes.extend([0xff, marker]);
    }

    pub(super) fn padded(mut self) -> Vec<u8> {
        self.pad();
        self.bytes
    }

    fn pad(&mut self) {
        if self.count > 0 {
            self.push(0xff, 8 - self.count);
        }
    }

    fn byte(&mut self) {
        let byte = u8::try_from(self.held).expect("eight bits");
        self.bytes.push(byte);
        if byte == 0xff {
            self.bytes.push(0);
        }
        (self.held, self.count) = (0, 0);
    }
}
