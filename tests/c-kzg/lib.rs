//! A stand-in for `c-kzg` 1.x, in the graph only because motsu 0.10.0 builds its precompiles with it.
//!
//! Two releases of `c-kzg` cannot share one lock file (both claim the native library `ckzg`), and the
//! host crates need release 2. No contract here calls the point-evaluation precompile (0x0a); under
//! motsu such a call fails.

/// The trusted set-up; empty here.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct KzgSettings;

/// The set-up of the main network; empty here.
pub fn ethereum_kzg_settings() -> &'static KzgSettings {
    &KzgSettings
}

/// A field element as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(C)]
pub struct Bytes32([u8; 32]);

/// A group element as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(C)]
pub struct Bytes48([u8; 48]);

/// Every verification ends with this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unavailable;

/// A proof that is never verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KzgProof;

impl KzgProof {
    /// Always fails: there is no trusted set-up.
    pub fn verify_kzg_proof(
        _commitment: &Bytes48,
        _z: &Bytes32,
        _y: &Bytes32,
        _proof: &Bytes48,
        _settings: &KzgSettings,
    ) -> Result<bool, Unavailable> {
        Err(Unavailable)
    }
}
