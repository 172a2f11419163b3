use enclosure::{Interval, Prec};
use fourier::sphere::*;
#[test]
fn explore() {
    let p = Prec::new(128).unwrap();
    for k in 0..=4 {
        for from in [20, 64, 300, 1000] {
            let t = std::time::Instant::now();
            let a = all_dimensions(k, from, p).unwrap();
            println!("k={k} from={from} finite d={} {:.12} rest {:.12} inf {:.12}  {:?}", a.finite.0, a.finite.1, a.rest, a.infimum, t.elapsed());
        }
    }
    for d in [4u32, 5, 7, 16, 100] { for m in [1u32, 2, 5, 20] {
        let s = lemma17_step(d, m, p).unwrap();
        println!("lemma17 d={d} m={m} pieces {} norm {:.10} dist {:.15}", s.pieces(), s.norm_squared(d,p).unwrap(), s.distance_squared(d,m,p).unwrap());
    }}
    let l = Interval::int(2).sqrt(p).unwrap();
    for (d, r) in [(3, 1e4), (3, 1.6e4), (3,1.7e4),(3, 1e6), (3, 1e30), (10, 1e28),(10,1e31), (10,1e35),(64, 262144.0), (1000000, 1e18)] {
        let t = std::time::Instant::now();
        let b = rank_bound(d, &l, &Interval::exact_f64(r).unwrap(), p).unwrap();
        println!("d={d} r={r} {:.12} terms {} {:?} {:?} upper {:.10}", b.value, b.terms, b.certificate.method, t.elapsed(), polynomial_upper_bound(d,&l,&Interval::exact_f64(r).unwrap(),p).unwrap().error);
    }
    let l = Interval::decimal("1.2", p).unwrap();
    for (d, r) in [(3, 1e4), (3, 1.6e4), (3,1.7e4),(3, 1e6), (10, 1e28),(10,1e31), (64, 262144.0), (1000000, 1e18)] {
        let t = std::time::Instant::now();
        let b = rank_bound(d, &l, &Interval::exact_f64(r).unwrap(), p).unwrap();
        println!("d={d} r={r} {:.12} terms {} {:?} {:?}", b.value, b.terms, b.certificate.method, t.elapsed());
    }
    let t = std::time::Instant::now();
    println!("{:?} {:?}", smallest_width_for(64, &l, &Interval::decimal("0.01", p).unwrap(), p).unwrap(), t.elapsed());
    let l = Interval::int(2).sqrt(p).unwrap();
    println!("{:?} {:?}", smallest_width_for(64, &l, &Interval::decimal("0.01", p).unwrap(), p).unwrap(), t.elapsed());
    println!("{:?} {:?}", smallest_width_for(1000000, &l, &Interval::decimal("0.0025", p).unwrap(), p).unwrap(), t.elapsed());
}
