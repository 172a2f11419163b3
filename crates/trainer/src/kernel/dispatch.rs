//! Instruction-set dispatch. The only `unsafe` code of the crate.
#![allow(unsafe_code)]

use super::{Lanes, PANEL, Residual, StepSums, TILE, portable};

/// An instruction set that the kernels were compiled for. A value other than `Portable` can only be had from
/// [`Isa::detect`] or [`Isa::available`], that is, on a machine that has it.
///
/// Results are reproducible bit for bit on one instruction set; `Portable` rounds each product before adding, so it differs
/// from the other two in the last places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Isa(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Portable,
}

impl Isa {
    /// The widest instruction set of this machine.
    #[must_use]
    pub fn detect() -> Self {
        Self::available()[0]
    }

    /// Plain Rust without fused multiply-add; runs everywhere.
    #[must_use]
    pub const fn portable() -> Self {
        Self(Kind::Portable)
    }

    /// Every instruction set of this machine, the widest first.
    #[must_use]
    pub fn available() -> Vec<Self> {
        let mut all = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("fma") {
                all.push(Self(Kind::Avx512));
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                all.push(Self(Kind::Avx2));
            }
        }
        all.push(Self(Kind::Portable));
        all
    }

    /// Name for reports and checkpoints.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512 => "avx512",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => "avx2",
            Kind::Portable => "portable",
        }
    }
}

/// Declares a method of `Isa` that runs a portable loop compiled for the instruction set.
macro_rules! kernel {
    ($(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident: $ty:ty),*) -> $ret:ty) => {
        impl Isa {
            $(#[$doc])*
            #[allow(clippy::too_many_arguments)]
            $vis fn $name(self, $($arg: $ty),*) -> $ret {
                #[cfg(target_arch = "x86_64")]
                #[target_feature(enable = "avx512f,fma")]
                fn avx512($($arg: $ty),*) -> $ret {
                    portable::$name::<true>($($arg),*)
                }
                #[cfg(target_arch = "x86_64")]
                #[target_feature(enable = "avx2,fma")]
                fn avx2($($arg: $ty),*) -> $ret {
                    portable::$name::<true>($($arg),*)
                }
                match self.0 {
                    // SAFETY: this variant is only made after its features were detected on this machine.
                    #[cfg(target_arch = "x86_64")]
                    Kind::Avx512 => unsafe { avx512($($arg),*) },
                    // SAFETY: as above.
                    #[cfg(target_arch = "x86_64")]
                    Kind::Avx2 => unsafe { avx2($($arg),*) },
                    Kind::Portable => portable::$name::<false>($($arg),*),
                }
            }
        }
    };
}

kernel!(
    /// Features of `TILE` points; see `portable::features`.
    pub(crate) fn features(x: &[[f32; TILE]], u: &[[Lanes; PANEL]], b: &[[Lanes; PANEL]], out: &mut [&mut [[Lanes; PANEL]]]) -> ()
);
kernel!(
    /// Outputs of `TILE` points; see `portable::project`.
    pub(crate) fn project(x: &[[f32; TILE]], u: &[[Lanes; PANEL]], b: &[[Lanes; PANEL]], w: &[[Lanes; PANEL]]) -> [f64; TILE]
);
kernel!(
    /// Fused forward and backward pass; see `portable::step`.
    pub(crate) fn step(
        rows: &[Lanes],
        stride: usize,
        y: &[f32],
        w: &[Lanes],
        residual: Residual,
        outputs: &mut [f32],
        g: &mut [Lanes]
    ) -> StepSums
);
kernel!(
    /// `erf` in place.
    pub fn erf_slice(values: &mut [Lanes]) -> ()
);
