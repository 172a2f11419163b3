use std::sync::Arc;
use std::time::Instant;
use trainer::features::*;
use trainer::gd::Objective;
use trainer::kernel::Isa;
use trainer::norm::*;
use trainer::sampler::*;
use trainer::stream::Purpose;
fn main() {
    for d in [3usize; 0] {
        for which in 0..3 {
            let law: Arc<dyn NormLaw> = match which {
                0 => Arc::new(SphereSum::new(d).unwrap()),
                1 => Arc::new(GaussianNorm::new(d).unwrap()),
                _ => Arc::new(HeavyTail::new(d, 1.0).unwrap()),
            };
            let t = Instant::now();
            match NormTable::build(law.clone()) {
                Ok(tab) => {
                    let b = t.elapsed();
                    let l = law.clone();
                    let a = tab.audit(if which == 2 { 2000 } else { 20000 }, |x| l.lower(x), |x| l.upper(x));
                    let s = PointSampler::new(d, NormMixture::single(Arc::new(tab.clone())), 1).unwrap();
                    let mut v = Vec::new();
                    let t = Instant::now();
                    let mut q = 0.0;
                    for i in 0..1000 {
                        s.fill_norms(Purpose::Probe, i, &mut v);
                        q += v[0];
                    }
                    println!("d={d} which={which} build {b:?} cells {} audit {a:.2e} {:.1} Mnorms/s {q}", tab.cells(), 1.024 / t.elapsed().as_secs_f64());
                }
                Err(e) => println!("d={d} which={which} {e}"),
            }
        }
    }
    let d = 16;
    let tab = Arc::new(NormTable::build(Arc::new(SphereSum::new(d).unwrap())).unwrap());
    let s = PointSampler::new(d, NormMixture::single(tab), 1).unwrap();
    let mut p = Points::default();
    let t = Instant::now();
    for i in 0..1000 {
        s.fill(Purpose::Probe, i, &mut p);
    }
    println!("points {:.2} M/s", 1.024 / t.elapsed().as_secs_f64());
    for isa in Isa::available() {
        for r in [4000usize, 8000] {
            let n = 4000;
            let map = FeatureMap::random(d, r, &Deviations::default(), 1).unwrap();
            let t = Instant::now();
            let m = FeatureMatrix::generate(&map, &s, n, 2f64.sqrt(), isa).unwrap();
            let e = t.elapsed().as_secs_f64();
            let mut o = Objective::new(&m, isa);
            let w = initial_weights(r, &Deviations::default(), 1).unwrap();
            let mut g = vec![0.0; r];
            o.evaluate(&w, &mut g);
            let t = Instant::now();
            for _ in 0..20 {
                o.evaluate(&w, &mut g);
            }
            let st = t.elapsed().as_secs_f64() / 20.0;
            println!("{} r={r} gen {:.3} G/s step {:.2} ms = {:.1} GB/s", isa.name(), n as f64 * r as f64 / e / 1e9, st * 1e3, n as f64 * m.stride() as f64 * 64.0 / st / 1e9);
        }
    }
}
