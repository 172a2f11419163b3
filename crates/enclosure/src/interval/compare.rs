//! Order and set relations. A `bool` here is a proof: `false` means "not certain", never "certainly not".

use super::Interval;
use rug::Float;

impl Interval {
    /// Whether `x` lies in the interval (NaN never does).
    #[must_use]
    pub fn contains(&self, x: &Float) -> bool {
        self.lo <= *x && *x <= self.hi
    }

    /// Whether 0 lies in the interval.
    #[must_use]
    pub fn contains_zero(&self) -> bool {
        self.lo <= 0 && self.hi >= 0
    }

    /// Whether `other` lies in `self` as a set.
    #[must_use]
    pub fn encloses(&self, other: &Self) -> bool {
        self.lo <= other.lo && other.hi <= self.hi
    }

    /// Whether the intervals share a point.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.lo <= other.hi && other.lo <= self.hi
    }

    /// Whether every point of `self` is below every point of `other`.
    #[must_use]
    pub fn certainly_lt(&self, other: &Self) -> bool {
        self.hi < other.lo
    }

    /// Whether every point of `self` is at most every point of `other`.
    #[must_use]
    pub fn certainly_le(&self, other: &Self) -> bool {
        self.hi <= other.lo
    }

    /// Whether every point is positive.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        self.lo > 0
    }

    /// Whether every point is negative.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.hi < 0
    }

    /// Whether every point is at least 0.
    #[must_use]
    pub fn is_non_negative(&self) -> bool {
        self.lo >= 0
    }

    /// Whether every point is at most 0.
    #[must_use]
    pub fn is_non_positive(&self) -> bool {
        self.hi <= 0
    }

    /// Smallest interval that holds both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        let lo = if self.lo <= other.lo { &self.lo } else { &other.lo };
        let hi = if self.hi >= other.hi { &self.hi } else { &other.hi };
        Self::raw(lo.clone(), hi.clone())
    }

    /// The common part; `None` when there is none.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Option<Self> {
        if !self.overlaps(other) {
            return None;
        }
        let lo = if self.lo >= other.lo { &self.lo } else { &other.lo };
        let hi = if self.hi <= other.hi { &self.hi } else { &other.hi };
        Some(Self::raw(lo.clone(), hi.clone()))
    }

    /// `{min(x, y)}` over both intervals.
    #[must_use]
    pub fn min(&self, other: &Self) -> Self {
        let lo = if self.lo <= other.lo { &self.lo } else { &other.lo };
        let hi = if self.hi <= other.hi { &self.hi } else { &other.hi };
        Self::raw(lo.clone(), hi.clone())
    }

    /// `{max(x, y)}` over both intervals.
    #[must_use]
    pub fn max(&self, other: &Self) -> Self {
        let lo = if self.lo >= other.lo { &self.lo } else { &other.lo };
        let hi = if self.hi >= other.hi { &self.hi } else { &other.hi };
        Self::raw(lo.clone(), hi.clone())
    }
}

/// Equality of the sets (same end points), not of the numbers they enclose.
impl PartialEq for Interval {
    fn eq(&self, other: &Self) -> bool {
        self.lo == other.lo && self.hi == other.hi
    }
}
