//! A picture as a file: the SVG as it is, or a PDF of it for LaTeX, by the ending of the name.

use crate::failure::{Failure, Result};
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use svg2pdf::usvg;

/// Whether a picture can be written under this name.
///
/// # Errors
/// When the name ends neither in `.svg` nor in `.pdf`.
pub fn check(path: &Path) -> Result<()> {
    match path.extension().and_then(|e| e.to_str()) {
        Some("svg" | "pdf") => Ok(()),
        _ => Err(Failure::argument("--out", "the file must end in .svg or .pdf")),
    }
}

/// Writes an SVG document, all or nothing: under another name first.
///
/// # Errors
/// When the file cannot be written, or its name has another ending.
pub fn write(path: &Path, svg: &str) -> Result<()> {
    check(path)?;
    let bytes = if path.extension().is_some_and(|e| e == "pdf") { pdf(svg)? } else { svg.as_bytes().to_vec() };
    let mut name = path.file_name().map_or_else(OsString::new, ToOwned::to_owned);
    name.push(format!(".{}.part", std::process::id()));
    let temporary = path.with_file_name(name);
    let written = fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    written.map_err(|e| {
        // What is left of a write that failed; nothing more can be done when this fails too.
        let _ = fs::remove_file(&temporary);
        Failure::argument("--out", format!("cannot write {}: {e}", path.display()))
    })
}

/// The picture as a page of its size. The font is the program's own (DejaVu), so that the page is the same on every machine.
fn pdf(svg: &str) -> Result<Vec<u8>> {
    let failed = |e: &dyn std::fmt::Display| Failure::argument("--out", format!("no PDF of this picture: {e}"));
    let mut options = usvg::Options { font_family: "DejaVu Sans".into(), ..usvg::Options::default() };
    let fonts = options.fontdb_mut();
    for font in [dejavu::sans::regular(), dejavu::sans::bold(), dejavu::sans_mono::regular(), dejavu::sans_mono::bold()]
    {
        fonts.load_font_data(font.to_vec());
    }
    fonts.set_sans_serif_family("DejaVu Sans");
    fonts.set_monospace_family("DejaVu Sans Mono");
    let tree = usvg::Tree::from_str(svg, &options).map_err(|e| failed(&e))?;
    svg2pdf::to_pdf(&tree, svg2pdf::ConversionOptions::default(), svg2pdf::PageOptions::default())
        .map_err(|e| failed(&e))
}
