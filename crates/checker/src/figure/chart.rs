//! What a figure is: panels of series over two axes, with one legend for all panels.

/// How an axis runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal differences are equally far apart.
    Linear,
    /// Equal ratios are equally far apart; values that are not positive are left out.
    Log,
}

/// One axis.
#[derive(Clone, Debug)]
pub struct Axis {
    /// What is measured, with its unit.
    pub label: String,
    /// How it runs.
    pub scale: Scale,
    /// Ends; without them those of the data.
    pub range: Option<(f64, f64)>,
    /// Where the labels are, such as the dimensions that occur; without them round numbers.
    pub ticks: Vec<f64>,
}

impl Axis {
    /// An axis with the ends of its data.
    pub fn new(label: impl Into<String>, scale: Scale) -> Self {
        Self { label: label.into(), scale, range: None, ticks: Vec::new() }
    }

    /// With these ends.
    pub const fn from(mut self, low: f64, high: f64) -> Self {
        self.range = Some((low, high));
        self
    }

    /// With labels at these values.
    pub fn at(mut self, values: impl IntoIterator<Item = f64>) -> Self {
        self.ticks = values.into_iter().collect();
        self.ticks.sort_by(f64::total_cmp);
        self.ticks.dedup();
        self
    }
}

/// What joins the points of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// A curve without markers, for functions.
    Curve,
    /// A line with a marker at every point, for values at single places.
    Line,
    /// Markers alone, for measurements.
    Points,
    /// A thin grey line, for what the others are compared with.
    Reference,
}

/// One point; `bar` is the other end of its confidence interval.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    /// Across.
    pub x: f64,
    /// Upwards.
    pub y: f64,
    /// Upper end of the confidence bar.
    pub bar: Option<f64>,
}

/// A series; series of one name in several panels look the same and have one entry in the legend.
#[derive(Clone, Debug)]
pub struct Series {
    /// Its entry in the legend.
    pub name: String,
    /// Number of its colour, dash and marker.
    pub look: usize,
    /// What joins the points.
    pub join: Join,
    /// In the order in which they are joined.
    pub points: Vec<Point>,
}

impl Series {
    /// A series of plain points.
    pub fn new(name: impl Into<String>, look: usize, join: Join, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let points = points.into_iter().map(|(x, y)| Point { x, y, bar: None }).collect();
        Self { name: name.into(), look, join, points }
    }
}

/// One pair of axes.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Heading above the panel.
    pub title: String,
    /// Axis below.
    pub x: Axis,
    /// Axis on the left.
    pub y: Axis,
    /// What is drawn.
    pub series: Vec<Series>,
}

/// A figure.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// How to read it, for those who cannot see it.
    pub description: String,
    /// Beside each other.
    pub panels: Vec<Panel>,
}
