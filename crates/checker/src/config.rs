//! Defaults from a file: `depthsep.toml` in the working directory, else in `$XDG_CONFIG_HOME` (or `~/.config`).
//!
//! A key is the long name of a flag. At the top level it holds for every command that has the flag; in a table named like a
//! command (`[check]`, `[bound.compact]`) for that command. What is given on the command line wins.

use crate::failure::{Failure, Result};
use clap::{ArgAction, Command};
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Name of the file.
const NAME: &str = "depthsep.toml";
/// Longest file read.
const MAX_BYTES: u64 = 1 << 20;

/// The command with its defaults replaced by those of the file, and the file if there is one.
///
/// # Errors
/// When the file cannot be read, or names what does not exist.
pub fn apply(command: Command) -> Result<(Command, Option<PathBuf>)> {
    let Some(path) = find() else { return Ok((command, None)) };
    let fail = |e: String| Failure::new(format!("{}: {e}", path.display()));
    let command = read(&path).and_then(|table| with(command, &table)).map_err(fail)?;
    Ok((command, Some(path)))
}

fn find() -> Option<PathBuf> {
    let home = std::env::var_os("XDG_CONFIG_HOME").filter(|h| !h.is_empty()).map(PathBuf::from);
    let home = home.or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(".config")));
    [Some(PathBuf::new()), home].into_iter().flatten().map(|folder| folder.join(NAME)).find(|f| f.is_file())
}

fn read(path: &Path) -> std::result::Result<Table, String> {
    let size = std::fs::metadata(path).map_err(|e| e.to_string())?.len();
    if size > MAX_BYTES {
        return Err(format!("it has {size} bytes; at most {MAX_BYTES} are read"));
    }
    let text = std::fs::read_to_string(path).map_err(|e| e.to_string())?;
    text.parse::<Table>().map_err(|e| e.to_string())
}

/// Puts the defaults of `table` into `command` and, for flags, into the commands below it that have the flag.
fn with(mut command: Command, table: &Table) -> std::result::Result<Command, String> {
    for (key, value) in table {
        if let Value::Table(inner) = value {
            if command.find_subcommand(key).is_none() {
                return Err(format!("there is no command \"{key}\""));
            }
            let mut wrong = None;
            command = command.mut_subcommand(key.as_str(), |sub| {
                with(sub.clone(), inner).unwrap_or_else(|e| {
                    wrong = Some(format!("[{key}] {e}"));
                    sub
                })
            });
            if let Some(e) = wrong {
                return Err(e);
            }
            continue;
        }
        let values = texts(key, value)?;
        let mut count = 0;
        command = set(command, key, &values, &mut count)?;
        if count == 0 {
            return Err(format!("no flag \"--{key}\" here"));
        }
    }
    Ok(command)
}

/// A value as it would stand on the command line.
fn texts(key: &str, value: &Value) -> std::result::Result<Vec<String>, String> {
    Ok(match value {
        Value::String(s) => vec![s.clone()],
        Value::Integer(n) => vec![n.to_string()],
        Value::Float(x) => vec![x.to_string()],
        Value::Boolean(b) => vec![b.to_string()],
        Value::Array(list) => {
            let mut all = Vec::new();
            for item in list {
                if matches!(item, Value::Array(_)) {
                    return Err(format!("{key}: lists of lists mean nothing here"));
                }
                all.extend(texts(key, item)?);
            }
            all
        }
        _ => return Err(format!("{key}: it must be a text, a number, true, false, or a list of these")),
    })
}

fn set(mut command: Command, key: &str, values: &[String], count: &mut usize) -> std::result::Result<Command, String> {
    let found = command.get_arguments().find(|a| a.get_long() == Some(key)).map(|a| {
        let many = matches!(a.get_action(), ArgAction::Append) || a.get_value_delimiter().is_some();
        (a.get_id().clone(), many)
    });
    if let Some((id, many)) = found {
        if values.len() != 1 && !many {
            return Err(format!("{key}: it takes one value"));
        }
        *count += 1;
        command = command.mut_arg(id, |a| a.required(false).default_values(values.to_vec()));
    }
    let below: Vec<String> = command.get_subcommands().map(|s| s.get_name().to_owned()).collect();
    for name in below {
        let mut wrong = None;
        command = command.mut_subcommand(name, |sub| {
            set(sub.clone(), key, values, count).unwrap_or_else(|e| {
                wrong = Some(e);
                sub
            })
        });
        if let Some(e) = wrong {
            return Err(e);
        }
    }
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::with;
    use crate::cli::{Cli, Command as Task};
    use clap::{CommandFactory, FromArgMatches};

    fn parse(config: &str, args: &[&str]) -> Result<Cli, String> {
        let command = with(Cli::command(), &config.parse().map_err(|e: toml::de::Error| e.to_string())?)?;
        let matches = command.try_get_matches_from(args).map_err(|e| e.to_string())?;
        Cli::from_arg_matches(&matches).map_err(|e| e.to_string())
    }

    fn check(config: &str, args: &[&str]) -> crate::cli::Check {
        match parse(config, &[&["depthsep", "check"], args].concat()).unwrap().command {
            Task::Check(check) => check,
            _ => panic!("check was asked for"),
        }
    }

    #[test]
    fn flags_win_over_the_file_and_the_file_over_built_in_defaults() {
        let file = "dims = \"2..=5\"\nquiet = true\n[check]\ntimeout = 7\nclaim = [\"a.*\", \"b.*\"]\n[bound.compact]\nwidth = \"d^2\"";
        let read = check(file, &[]);
        assert_eq!((read.effort.dims.show(), read.effort.timeout), ("2..=5".into(), Some(7.0)));
        assert_eq!((read.claim.len(), read.effort.prec), (2, 128));
        let read = check(file, &["--dims", "8", "--claim", "c"]);
        assert_eq!((read.effort.dims.show(), read.claim), ("8".into(), vec!["c".to_owned()]));
        // A flag that is required on the command line may come from the file.
        assert!(parse("[train.deep]\ndim = 4", &["depthsep", "train", "deep"]).is_ok());
        assert!(parse("", &["depthsep", "train", "deep"]).is_err());
    }

    #[test]
    fn what_does_not_exist_is_refused_by_name() {
        for (file, word) in [
            ("dimms = 3", "dimms"),
            ("[chek]\ndims = 3", "chek"),
            ("[check]\nwidth = \"d\"", "width"),
            ("[check]\ndims = [\"2\", \"3\"]", "dims"),
            ("[check]\ntimeout = 2020-01-01", "timeout"),
            ("dims", "expected"),
        ] {
            let said = parse(file, &["depthsep", "check"]).map(|_| ()).unwrap_err();
            assert!(said.contains(word), "{file}: {said}");
        }
        assert!(parse("[check]\ndims = \"0\"", &["depthsep", "check"]).map(|_| ()).unwrap_err().contains("--dims"));
    }
}
