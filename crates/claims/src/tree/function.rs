//! The built-in functions of the claim language: one table of names and arities.

macro_rules! functions {
    ($($(#[$doc:meta])* $variant:ident $name:literal $least:literal ..= $most:literal;)*) => {
        /// A built-in function.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Function {$(
            $(#[$doc])*
            $variant,
        )*}

        impl Function {
            /// Every built-in function.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Name in claim files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {$(Self::$variant => $name,)*}
            }

            /// Least and largest number of arguments.
            #[must_use]
            pub const fn arity(self) -> (usize, usize) {
                match self {$(Self::$variant => ($least, $most),)*}
            }

            /// The function of that name.
            #[must_use]
            pub fn by_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|f| f.name() == name)
            }
        }
    };
}

functions! {
    /// Square root.
    Sqrt "sqrt" 1..=1;
    /// Exponential.
    Exp "exp" 1..=1;
    /// Natural logarithm.
    Ln "ln" 1..=1;
    /// Binary logarithm.
    Log2 "log2" 1..=1;
    /// Sine.
    Sin "sin" 1..=1;
    /// Cosine.
    Cos "cos" 1..=1;
    /// Tangent.
    Tan "tan" 1..=1;
    /// Arc sine.
    Asin "asin" 1..=1;
    /// Arc cosine.
    Acos "acos" 1..=1;
    /// Arc tangent.
    Atan "atan" 1..=1;
    /// Hyperbolic sine.
    Sinh "sinh" 1..=1;
    /// Hyperbolic cosine.
    Cosh "cosh" 1..=1;
    /// Hyperbolic tangent.
    Tanh "tanh" 1..=1;
    /// Error function (DLMF 7.2.1).
    Erf "erf" 1..=1;
    /// Complementary error function (DLMF 7.2.2).
    Erfc "erfc" 1..=1;
    /// Inverse error function on (-1, 1).
    ErfInv "erfinv" 1..=1;
    /// Gamma function.
    Gamma "gamma" 1..=1;
    /// Logarithm of the gamma function on (0, inf).
    LnGamma "lgamma" 1..=1;
    /// Digamma function on (0, inf).
    Digamma "digamma" 1..=1;
    /// Binet's function: lgamma(x) - ((x - 1/2) ln x - x + ln(2 pi)/2).
    Binet "binet" 1..=1;
    /// Regularised lower incomplete gamma function P(a, x) (DLMF 8.2.4).
    GammaP "gamma_p" 2..=2;
    /// Regularised upper incomplete gamma function Q(a, x) (DLMF 8.2.4).
    GammaQ "gamma_q" 2..=2;
    /// Regularised incomplete beta function I_x(a, b), arguments (x, a, b) (DLMF 8.17.2).
    BetaI "beta_i" 3..=3;
    /// Owen's T(h, a).
    OwenT "owen_t" 2..=2;
    /// Bessel function J_nu(x), 2 nu a non-negative integer, x >= 0.
    BesselJ "bessel_j" 2..=2;
    /// Its derivative in x.
    BesselJPrime "bessel_j_prime" 2..=2;
    /// Binomial coefficient of a non-negative integer n and integer k, by gamma functions otherwise.
    Binomial "binomial" 2..=2;
    /// Factorial, gamma(n + 1).
    Factorial "factorial" 1..=1;
    /// Normal distribution function.
    NormalCdf "norm_cdf" 1..=1;
    /// Normal density.
    NormalPdf "norm_pdf" 1..=1;
    /// min(max(x, 0), 1).
    Clip "clip" 1..=1;
    /// Absolute value.
    Abs "abs" 1..=1;
    /// Largest integer at most x.
    Floor "floor" 1..=1;
    /// Least integer at least x.
    Ceil "ceil" 1..=1;
    /// Sign, 0 at 0.
    Sign "sign0" 1..=1;
    /// Largest of the arguments.
    Max "max" 1..=64;
    /// Least of the arguments.
    Min "min" 1..=64;
    /// Dimension N_{d,n} of the spherical harmonics of degree n in dimension d.
    HarmonicDim "harmonic_dim" 2..=2;
    /// Legendre polynomial of degree n in dimension d, arguments (d, n, x).
    LegendreD "legendre_d" 3..=3;
    /// P[Bin(n, q) <= k], arguments (k, n, q).
    BinomialCdf "binomial_cdf" 3..=3;
    /// Rank bound for a ball indicator, arguments (d, lambda, r).
    RankBound "rank_bound" 3..=3;
    /// Rank bound at width d^k for a ball of squared radius q, over ranges of d, arguments (d, q, k).
    RankBoundPower "rank_bound_power" 3..=3;
    /// Squared distance of fbar_m (Safran & Lee, Lemma 17) from polynomials of degree m, arguments (d, m).
    FbarDistance "fbar_distance" 2..=2;
    /// Tube bound of a ball indicator, arguments (d, alpha, lambda, k).
    TubeBound "tube_bound" 4..=4;
    /// Least tube bound over a range of radii, arguments (d, alpha, low, high, k).
    TubeBoundMin "tube_bound_min" 5..=5;
    /// Fraction of a sphere of radius t R_d inside one tube, arguments (d, t).
    TubeFraction "tube_fraction" 2..=2;
    /// Distribution function of the heavy-tailed norm, arguments (d, alpha, x).
    HeavyCdf "heavy_cdf" 3..=3;
    /// Spectral density M(t) of a ball indicator under the heavy-tailed law, arguments (d, alpha, lambda, t).
    SpectralDensity "spectral_density" 4..=4;
}
