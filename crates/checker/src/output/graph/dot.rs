//! The graph for Graphviz.

use super::{Kind, Network, look};
use std::fmt::Write as _;

/// DOT text: a cluster a group, an arrow from what is used to what rests on it, dashed to corrections.
#[must_use]
pub fn write(network: &Network) -> String {
    let mut out =
        String::from("digraph claims {\n  rankdir=LR;\n  node [style=filled, fontname=\"monospace\", fontsize=9];\n");
    let _ = writeln!(out, "  label={};", quote(&network.title));
    for (g, name) in network.groups.iter().enumerate() {
        let _ = writeln!(out, "  subgraph cluster_{g} {{\n    label={};", quote(name));
        for vertex in network.vertices.iter().filter(|v| v.group == g) {
            let look = look::of(vertex.verdict);
            let _ = writeln!(
                out,
                "    {} [label={}, tooltip={}, shape={}, color=\"{}\", fillcolor=\"{}\"];",
                quote(&vertex.id),
                quote(&vertex.label),
                quote(&vertex.tip),
                look.dot,
                look.stroke,
                look.fill
            );
        }
        out.push_str("  }\n");
    }
    for edge in &network.edges {
        let (from, to) = (quote(&network.vertices[edge.from].id), quote(&network.vertices[edge.to].id));
        let style = if edge.kind == Kind::Corrects { " [style=dashed, arrowhead=none]" } else { "" };
        let _ = writeln!(out, "  {from} -> {to}{style};");
    }
    out.push_str("}\n");
    out
}

/// A quoted DOT string.
fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn quotes() {
        assert_eq!(super::quote("a \"b\" \\ c\nd"), "\"a \\\"b\\\" \\\\ c\\nd\"");
    }
}
