//! One bound at a time: the cells of the grid that the arguments of `bound` span.

use super::{Bound, BoundCommon, Compact, GridFormat, Heavy, LawName, Part, TableFormat, ToLedger};
use crate::dims::Dims;

impl Bound {
    /// What both laws take.
    #[must_use]
    pub const fn common(&self) -> &BoundCommon {
        match self {
            Self::Compact(args) => &args.common,
            Self::Heavy(args) => &args.common,
        }
    }

    /// The arguments for every dimension, radius, width (and parameter of the law), one at a time, in the order of the table.
    #[must_use]
    pub fn cells(&self) -> Vec<Self> {
        let common = self.common();
        let mut cells = Vec::new();
        let alphas = match self {
            Self::Compact(_) => vec![None],
            Self::Heavy(args) => args.alpha.iter().map(Some).collect(),
        };
        for alpha in alphas {
            for &d in &common.dim.0 {
                for lambda in &common.lambda {
                    for width in &common.width {
                        let common = BoundCommon {
                            dim: Dims(vec![d]),
                            lambda: vec![lambda.clone()],
                            width: vec![width.clone()],
                            ..common.clone()
                        };
                        cells.push(match alpha {
                            None => Self::Compact(Compact { common, accuracy: Vec::new() }),
                            Some(alpha) => Self::Heavy(Heavy {
                                common,
                                alpha: vec![alpha.clone()],
                                lambda_range: self.lambda_range(),
                                accuracy: Vec::new(),
                            }),
                        });
                    }
                }
            }
        }
        cells
    }

    /// Radii searched, for the heavy-tailed law.
    fn lambda_range(&self) -> String {
        match self {
            Self::Compact(_) => String::new(),
            Self::Heavy(args) => args.lambda_range.clone(),
        }
    }

    /// What determines the bound of one cell.
    #[must_use]
    pub fn key(&self) -> String {
        let c = self.common();
        let law = match self {
            Self::Compact(_) => "compact".to_owned(),
            Self::Heavy(args) => format!("heavy alpha={} range={}", args.alpha.join(","), args.lambda_range),
        };
        format!("{law} d={} lambda={} width={} prec={}", c.dim.show(), c.lambda.join(","), c.width.join(","), c.prec)
    }

    /// The arguments of a table.
    #[must_use]
    pub fn table(law: LawName, dim: &Dims, lambda: &str, width: &[String], prec: u32) -> Self {
        let common = BoundCommon {
            dim: dim.clone(),
            lambda: vec![lambda.to_owned()],
            width: width.to_vec(),
            prec: prec.max(24),
            format: TableFormat::Table,
            to: ToLedger::default(),
            part: Part::default(),
        };
        match law {
            LawName::Compact => Self::Compact(Compact { common, accuracy: Vec::new() }),
            LawName::Mixture => Self::Heavy(Heavy {
                common,
                alpha: vec!["1".into()],
                lambda_range: "1..2".into(),
                accuracy: Vec::new(),
            }),
        }
    }
}

/// The format of `table` that a format of a computing command stands for.
#[must_use]
pub const fn grid_format(format: TableFormat) -> GridFormat {
    match format {
        TableFormat::Table => GridFormat::Text,
        TableFormat::Json => GridFormat::Json,
        TableFormat::Csv => GridFormat::Csv,
        TableFormat::Latex => GridFormat::Latex,
    }
}
