use trainer::norm::*;
fn main(){ let l=HeavyTail::new(4,1.0).unwrap(); for x in [1e-9,1e-6,1e-5,1e-4,1e-3,1e-2,0.1,0.3,1.0,2.0,5.0,100.0]{ println!("{x} {:e} {:e} {:e}",l.lower(x),l.upper(x),l.density(x)); } }
