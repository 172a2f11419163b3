//! Tables of a ledger, and how a file is recognised as one.

/// `PRAGMA application_id` of a ledger: the letters "dsep".
pub const APPLICATION: i32 = 0x6473_6570;
/// `PRAGMA user_version`: raised whenever [`SQL`] changes.
pub const VERSION: i32 = 1;

/// Everything in the file. `verdicts.d` is NULL in the row for the whole claim; `complete` is 0 for a composite claim whose
/// steps are not all known yet. `certificates.body` is the certificate (docs/certificates.md), `evidence` what tables and JSON print of it; both are
/// compressed when long. `expected` and `expected_records` say what a run set out to do, so that a reader, and a
/// merge of shards, can say what is missing.
pub const SQL: &str = "
CREATE TABLE runs (
    no INTEGER PRIMARY KEY, command TEXT NOT NULL, program TEXT NOT NULL, engine TEXT NOT NULL, commit_id TEXT NOT NULL,
    machine TEXT NOT NULL, process INTEGER NOT NULL, shard INTEGER, shards INTEGER, job TEXT NOT NULL,
    started TEXT NOT NULL, ended TEXT, ending TEXT
) STRICT;
CREATE TABLE claims (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL, hash TEXT NOT NULL, paper TEXT NOT NULL, section TEXT NOT NULL, place TEXT NOT NULL,
    statement TEXT NOT NULL, formula TEXT NOT NULL, corrects TEXT, steps TEXT, rank INTEGER NOT NULL, UNIQUE (id, hash)
) STRICT;
CREATE TABLE settings (
    no INTEGER PRIMARY KEY, limits TEXT NOT NULL, engine TEXT NOT NULL, UNIQUE (limits, engine)
) STRICT;
CREATE TABLE verdicts (
    no INTEGER PRIMARY KEY, claim INTEGER NOT NULL REFERENCES claims, settings INTEGER NOT NULL REFERENCES settings, d INTEGER,
    prec INTEGER, verdict TEXT NOT NULL, margin TEXT, witness TEXT, note TEXT NOT NULL, complete INTEGER NOT NULL,
    seconds REAL NOT NULL, run INTEGER NOT NULL REFERENCES runs
) STRICT;
CREATE UNIQUE INDEX verdict_key ON verdicts (claim, settings, ifnull(d, -1));
CREATE INDEX verdict_whole ON verdicts (claim) WHERE d IS NULL;
CREATE TABLE certificates (
    verdict INTEGER PRIMARY KEY REFERENCES verdicts, body ANY NOT NULL, evidence ANY NOT NULL, reason TEXT
) STRICT;
CREATE TABLE expected (
    settings INTEGER NOT NULL REFERENCES settings, claim INTEGER NOT NULL REFERENCES claims, PRIMARY KEY (settings, claim)
) STRICT, WITHOUT ROWID;
CREATE TABLE records (
    no INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, engine TEXT NOT NULL, body TEXT NOT NULL, seconds REAL NOT NULL,
    run INTEGER NOT NULL REFERENCES runs, UNIQUE (kind, key, engine)
) STRICT;
CREATE TABLE expected_records (
    kind TEXT NOT NULL, key TEXT NOT NULL, engine TEXT NOT NULL, PRIMARY KEY (kind, key, engine)
) STRICT, WITHOUT ROWID;
CREATE VIEW bounds AS SELECT body ->> 'law' AS law, body ->> 'd' AS d, body ->> 'alpha' AS alpha, body ->> 'lambda' AS lambda,
    body ->> 'width' AS width, body ->> 'lower' AS lower, body ->> 'upper' AS upper, engine, seconds FROM records WHERE kind = 'bound';
CREATE VIEW training AS SELECT kind AS depth, body ->> '$.config.law' AS law, body ->> '$.config.d' AS d, body ->> 'empirical_risk'
    AS empirical_risk, body ->> '$.fresh.upper' AS risk_upper, engine, seconds, body FROM records WHERE kind IN ('deep', 'shallow');
";
