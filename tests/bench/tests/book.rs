//! A scenario book of heavy tails, the same every time, and exposures as bytes.

use bench::portfolio::{deviation, exposure};
use risk::scenarios::{encode, Header};
use risk::MAX_ASSETS;

/// Rows of a full page.
pub(crate) const ROWS: usize = 767;

/// Numbers that look random (Vigna 2014, splitmix64).
struct Random(u64);

impl Random {
    /// Within (-1, 1).
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((z ^ (z >> 31)) >> 11) as f64).mul_add(2.0_f64.powi(-52), -1.0)
    }

    /// Nearly normal: twelve uniform numbers.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() / 2.0
    }
}

/// A page: one factor that all assets share by 70 %, and a period's own unrest, shared too, which makes the tails
/// heavy.
pub(crate) fn page() -> Vec<u8> {
    let mut random = Random(7);
    let header = Header {
        assets: u16::MAX,
        period: 86_400,
        last: 1_750_000_000,
        previous: [0; 16],
    };
    let mut page = header.encode(ROWS).unwrap().to_vec();
    for _ in 0..ROWS {
        let unrest = random.uniform().abs().powi(4).mul_add(2.0, 0.6);
        let factor = random.normal();
        let row: [i16; MAX_ASSETS] = std::array::from_fn(|_| {
            let own = random.normal();
            let residual = unrest * 0.7_f64.mul_add(factor, 0.51_f64.sqrt() * own);
            (residual * 1_024.0).round() as i16
        });
        page.extend(encode(&row));
    }
    page
}

/// Exposures in the first assets; every second one short where there are hedges. What the program takes, without the
/// page.
pub(crate) fn exposures(assets: u8, hedged: bool) -> Vec<u8> {
    let mut bytes = vec![assets];
    for asset in 0..assets {
        bytes.push(asset);
        bytes.extend(exposure(usize::from(asset), hedged).to_le_bytes());
        bytes.extend(deviation(usize::from(asset)).to_le_bytes());
    }
    bytes
}
