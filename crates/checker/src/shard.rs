//! Cutting a job into shards: `--shard K/N`.

use crate::ledger::Shard;
use std::collections::HashMap;

/// Most shards of one job.
pub const MAX_SHARDS: u32 = 100_000;

/// Reads `K/N`.
///
/// # Errors
/// When it is not of that form with 1 <= K <= N <= [`MAX_SHARDS`].
pub fn parse(text: &str) -> Result<Shard, String> {
    let wrong = || format!("it must be K/N with whole numbers 1 <= K <= N <= {MAX_SHARDS}, such as 3/8");
    let (index, count) = text.split_once('/').ok_or_else(wrong)?;
    let read = |s: &str| s.parse::<u32>().map_err(|_| wrong());
    let (index, count) = (read(index)?, read(count)?);
    if (1..=count).contains(&index) && count <= MAX_SHARDS { Ok(Shard { index, count }) } else { Err(wrong()) }
}

/// Which of `keys` belong to the shard: a function of the keys, the costs and the number of shards, not of their order.
///
/// With costs, the dearest job goes first, each to the shard with least work so far; a job without a cost is taken as
/// the median. Without, jobs are dealt out in the order of a hash, so that neighbours in a file, which tend to cost the
/// same, are spread. Equal keys go together.
#[must_use]
pub fn mine(keys: &[&str], shard: Shard, costs: Option<&HashMap<String, f64>>) -> Vec<bool> {
    let mut order: Vec<&str> = keys.to_vec();
    order.sort_unstable_by_key(|k| (fnv(k), *k));
    order.dedup();
    let mut owner: HashMap<&str, u32> = HashMap::new();
    if let Some(costs) = costs {
        let mut known: Vec<f64> = order.iter().filter_map(|k| costs.get(*k).copied()).collect();
        known.sort_by(f64::total_cmp);
        let median = known.get(known.len() / 2).copied().unwrap_or(1.0);
        // Nothing is free: starting a job costs something.
        let cost = |k: &str| costs.get(k).copied().unwrap_or(median).max(1e-4);
        order.sort_by(|a, b| cost(b).total_cmp(&cost(a)));
        let mut load = vec![0.0f64; shard.count as usize];
        for key in order {
            let least = (0..load.len()).min_by(|&a, &b| load[a].total_cmp(&load[b])).unwrap_or(0);
            load[least] += cost(key);
            owner.insert(key, u32::try_from(least).unwrap_or(0));
        }
    } else {
        owner.extend((0..shard.count).cycle().zip(order).map(|(k, key)| (key, k)));
    }
    keys.iter().map(|k| owner.get(k) == Some(&(shard.index - 1))).collect()
}

/// The hash FNV-1a.
pub(crate) fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::{mine, parse};
    use crate::ledger::Shard;
    use std::collections::HashMap;

    #[test]
    fn reads_only_shards() {
        assert_eq!(parse("3/8"), Ok(Shard { index: 3, count: 8 }));
        for bad in ["", "3", "0/8", "9/8", "a/8", "1/0", "-1/8", "1/8/8", "1/100001", "1/99999999999999"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn shards_are_a_partition_whatever_the_order() {
        let names: Vec<String> = (0..101).map(|i| format!("claim.{i}")).collect();
        let keys: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut back = keys.clone();
        back.reverse();
        let costs: HashMap<String, f64> =
            names.iter().take(60).enumerate().map(|(i, n)| (n.clone(), i as f64)).collect();
        for costs in [None, Some(&costs)] {
            let mut owners = vec![0; keys.len()];
            for index in 1..=8 {
                let shard = Shard { index, count: 8 };
                let own = mine(&keys, shard, costs);
                let mut reversed = mine(&back, shard, costs);
                reversed.reverse();
                assert_eq!(own, reversed);
                owners.iter_mut().zip(&own).for_each(|(n, o)| *n += u32::from(*o));
                if costs.is_none() {
                    assert!((12..=13).contains(&own.iter().filter(|o| **o).count()));
                }
            }
            assert!(owners.iter().all(|n| *n == 1), "{owners:?}");
        }
    }

    #[test]
    fn costs_balance_the_work() {
        // One job of 100 s and 100 of 1 s on two shards: the long one alone.
        let names: Vec<String> = (0..101).map(|i| i.to_string()).collect();
        let keys: Vec<&str> = names.iter().map(String::as_str).collect();
        let costs: HashMap<String, f64> =
            names.iter().map(|n| (n.clone(), if n == "57" { 100.0 } else { 1.0 })).collect();
        let own = mine(&keys, Shard { index: 1, count: 2 }, Some(&costs));
        assert_eq!(own.iter().filter(|o| **o).count(), 1);
        assert!(own[57]);
    }
}
