//! Learning curves: study d r n steps seed [factor] [lambda]
use std::sync::Arc;
use std::time::Instant;
use trainer::features::*;
use trainer::gd::Objective;
use trainer::kernel::Isa;
use trainer::norm::*;
use trainer::sampler::*;
fn main() {
    let a: Vec<f64> = std::env::args().skip(1).map(|v| v.parse().unwrap()).collect();
    let (d, r, n, steps, seed) = (a[0] as usize, a[1] as usize, a[2] as usize, a[3] as usize, a[4] as u64);
    let dev = Deviations { hidden: a[5], bias: a[6], output_times_r: 1.0 };
    let mom = a.get(7).copied().unwrap_or(0.0);
    let isa = Isa::detect();
    let lam = 2f64.sqrt();
    let tab = Arc::new(NormTable::build(Arc::new(SphereSum::new(d).unwrap())).unwrap());
    let s = PointSampler::new(d, NormMixture::single(tab), seed).unwrap();
    let map = FeatureMap::random(d, r, &dev, seed).unwrap();
    let m = FeatureMatrix::generate(&map, &s, n, lam, isa).unwrap();
    let test = PointSampler::new(d, s.law().clone(), seed + 1000).unwrap();
    let nt = 8192.min(n);
    let mt = FeatureMatrix::generate(&map, &test, nt, lam, isa).unwrap();
    let mut o = Objective::new(&m, isa);
    let mut ot = Objective::new(&mt, isa);
    let l = o.top_eigenvalue(seed, 1e-4, 1000).unwrap();
    let eta = 1.9 / l;
    let mut w = initial_weights(r, &dev, seed).unwrap();
    let mut g = vec![0.0; r];
    let mut v = vec![0.0; r];
    let mut gt = vec![0.0; r];
    println!("d={d} r={r} n={n} L={l:.2} L/r={:.4} eta={eta:.3e}", l / r as f64);
    let t = Instant::now();
    let mut next = 1.0f64;
    for k in 0..=steps {
        let e = o.evaluate(&w, &mut g);
        if k as f64 >= next || k == steps {
            let et = ot.evaluate(&w, &mut gt);
            println!("{k:7} train {:.5} test {:.5} active {:.3} |w|^2 {:.4} {:.1}s", e.risk, et.risk, e.active as f64 / n as f64, w.iter().map(|x| x * x).sum::<f64>(), t.elapsed().as_secs_f64());
            next *= 2.0;
        }
        for ((w, v), g) in w.iter_mut().zip(&mut v).zip(&g) {
            *v = mom * *v - eta * (1.0 - mom) * 1.0 * g;
            *w += *v / (1.0 - mom) * if mom > 0.0 { 1.0 } else { 1.0 };
        }
    }
}
