//! The functions under test, one file a topic.

pub mod arithmetic;
pub mod bessel;
pub mod constants;
pub mod elementary;
pub mod jets;
pub mod search;
pub mod special;

use crate::harness::Subject;

/// Every subject.
pub fn all() -> Vec<Subject> {
    let mut all = arithmetic::all();
    all.extend(constants::all());
    all.extend(elementary::all());
    all.extend(special::all());
    all.extend(bessel::all());
    all.extend(jets::all());
    all.extend(search::all());
    all
}

/// The subject with this name.
pub fn named(name: &str) -> Subject {
    all().into_iter().find(|s| s.name == name).unwrap_or_else(|| panic!("no subject {name}"))
}

macro_rules! conformance {
    ($($test:ident),* $(,)?) => {
        /// One test a function, so that they run in parallel and can be asked for by name.
        mod conformance {
            $(
                #[test]
                fn $test() {
                    crate::harness::assert_conforms(&super::named(stringify!($test)));
                }
            )*

            #[test]
            fn every_subject_has_its_test() {
                let tests = [$(stringify!($test)),*];
                for subject in super::all() {
                    assert!(tests.contains(&subject.name), "{} has no test", subject.name);
                }
                assert_eq!(tests.len(), super::all().len(), "a name twice");
            }
        }
    };
}

conformance! {
    add, sub, mul, div, neg, abs, sqr, recip, sqrt, floor, ceil, min, max, hull, mul_int, div_int, mul_2exp, powi, pow, round,
    pi, ln2, e, euler_gamma, ratio, integer, rational, decimal,
    exp, expm1, ln, ln1p, log2, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, cbrt, erf, erfc,
    gamma, gamma_negative, lgamma, digamma, polygamma, binet, erf_inv, erfc_inv, gamma_p, gamma_q, beta_i, beta_i_complement, log_beta, owen_t,
    bessel_j, bessel_j_prime, bessel_far, bessel_orders, bessel_points, bessel_taylor, bessel_series, bessel_hankel, bessel_elementary,
    bessel_from_hankel, bessel_climb, bessel_backward,
    jet_exp, jet_ln, jet_sin, jet_cos, jet_tan, jet_sinh, jet_cosh, jet_tanh, jet_asin, jet_acos, jet_atan, jet_sqrt, jet_recip,
    jet_powi, jet_pow_const, jet_pow, jet_erf, jet_erfc, jet_erf_inv, jet_erfc_inv, jet_gamma, jet_lgamma, jet_digamma, jet_binet,
    jet_gamma_p, jet_gamma_q, jet_beta_i, jet_owen_t, jet_bessel_j, jet_polynomial,
    integrate, integrate_to_infinity, integrate_with_tail, integrate_left_weight, range, isolate, by_ratio, alternating,
}
