use enclosure::{Interval, Prec};
use fourier::euclid::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let d: u32 = a[1].parse().unwrap();
    let bits: u32 = a[2].parse().unwrap();
    let n: u32 = a[3].parse().unwrap();
    let l = Interval::int(2).sqrt(Prec::new(512).unwrap()).unwrap();
    let c = std::time::Instant::now();
    for _ in 0..n {
        let t = Target::new(d, &Interval::one(), &l).unwrap();
        let k = Interval::int(2).powi(i64::from(d) / 2, Prec::new(64).unwrap()).unwrap();
        let b = bound(&t, &k, Prec::new(bits).unwrap()).unwrap();
        std::hint::black_box(b);
    }
    println!("{:?}", c.elapsed() / n);
}
