//! Chance that comes out the same every time: the same record for the same number.

/// A sequence of numbers that looks random.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The sequence of a name and a number (FNV-1a, then splitmix64).
    pub fn of(name: &str, n: usize) -> Self {
        let bytes = name.bytes().chain(n.to_le_bytes());
        let seed = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below a limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// One of several.
    pub fn one_of<'a>(&mut self, items: &[&'a str]) -> &'a str {
        let place = self.below(items.len() as u64);
        usize::try_from(place)
            .ok()
            .and_then(|place| items.get(place))
            .copied()
            .unwrap_or_default()
    }
}
