//! How verdicts look: colours after Okabe and Ito, which the colour-blind can tell apart, and a shape for each.

use claims::decide::Verdict;

/// The verdicts in the order of the legend.
pub const ORDER: [Verdict; 6] =
    [Verdict::Proved, Verdict::Verified, Verdict::Argued, Verdict::Supported, Verdict::Undecided, Verdict::Refuted];

/// How one verdict looks.
pub struct Look {
    /// Colour of the border and of the symbol.
    pub stroke: &'static str,
    /// Colour inside the box.
    pub fill: &'static str,
    /// Dashes of the border, as in SVG; empty for a solid one.
    pub dash: &'static str,
    /// Width of the border.
    pub width: f64,
    /// The symbol: SVG path data in a square from -4 to 4, and whether it is filled.
    pub symbol: (&'static str, bool),
    /// Node shape for Graphviz.
    pub dot: &'static str,
    /// What the verdict means, for the legend.
    pub meaning: &'static str,
}

/// The look of a verdict.
#[must_use]
pub fn of(verdict: Verdict) -> Look {
    let disc = "M-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0 -7.2 0z";
    let ring = "M-3.3 0a3.3 3.3 0 1 0 6.6 0a3.3 3.3 0 1 0 -6.6 0z";
    let (stroke, fill, dash, width, symbol, dot, meaning) = match verdict {
        Verdict::Proved => ("#007a5a", "#e4f4ee", "", 0.9, (disc, true), "box", "for the whole domain"),
        Verdict::Verified => ("#2c7fb8", "#e4f1fa", "", 0.9, (ring, false), "ellipse", "at each listed dimension"),
        Verdict::Argued => (
            "#9b4f7c",
            "#f7e8f1",
            "1.5 1.8",
            1.1,
            ("M0 -3.8L3.8 3.2L-3.8 3.2z", true),
            "triangle",
            "by a written proof",
        ),
        Verdict::Supported => ("#4d4d4d", "#eeeeee", "1.5 1.8", 1.1, ("M-3 -3h6v6h-6z", true), "hexagon", "measured"),
        Verdict::Undecided => {
            ("#b87400", "#fff4d6", "4 2", 1.1, ("M0 -4L4 0L0 4L-4 0z", false), "diamond", "neither proved nor refuted")
        }
        Verdict::Refuted => (
            "#c44d00",
            "#fbe0d0",
            "",
            1.7,
            ("M-3.2 -3.2L3.2 3.2M-3.2 3.2L3.2 -3.2", false),
            "octagon",
            "with a witness",
        ),
    };
    Look { stroke, fill, dash, width, symbol, dot, meaning }
}
