//! The table, and what to say about the rows that fail.

use std::{collections::BTreeMap, fmt::Write};

use time::OffsetDateTime;

use super::judge::{Judgement, Level};

/// The table with the rejections under it.
pub fn page(judged: &[Judgement]) -> String {
    let mut out = String::new();
    for (level, title) in [(Level::High, "99 %"), (Level::Low, "97.5 %")] {
        let _ = writeln!(out, "Value at Risk and Expected Shortfall at {title}\n");
        let _ = writeln!(
            out,
            "{:<12} {:<5} {:>6} {:>6} {:>5} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>6} {:>11} {:>5}  verdict",
            "series", "side", "window", "rows", "exc", "expect", "by rows", "p cover", "p rows", "p indep", "p both", "Z2", "crit", "MF t",
            "g/y/r %", "worst"
        );
        for row in judged.iter().filter(|row| row.level == level) {
            let _ = writeln!(out, "{}", line(row));
        }
        out.push('\n');
    }
    let failed: Vec<&Judgement> = judged
        .iter()
        .filter(|row| !row.rejections().is_empty())
        .collect();
    let _ = writeln!(
        out,
        "{} of {} rows reject something:\n",
        failed.len(),
        judged.len()
    );
    for row in failed {
        let _ = writeln!(out, "{}", reason(row));
    }
    out
}

fn line(row: &Judgement) -> String {
    let wad = |value: u128| value as f64 / 1e18;
    let signed = |value: i128| value as f64 / 1e18;
    let all = row.zones.iter().sum::<usize>().max(1);
    let zones = row
        .zones
        .map(|count| format!("{:.0}", 100.0 * count as f64 / all as f64))
        .join("/");
    let verdict = row.rejections();
    format!(
        "{:<12} {:<5} {:>6} {:>6} {:>5} {:>7.1} {:>7.1} {:>7.3} {:>7.3} {:>7.3} {:>7.3} {:>7.3} {:>7.3} {:>6.2} {:>11} {:>5}  {}",
        row.name,
        row.side,
        row.window,
        row.rows,
        row.exceedances,
        row.expected(),
        row.expected_by_order(),
        wad(row.coverage),
        wad(row.order),
        wad(row.independence),
        wad(row.conditional),
        signed(row.z2),
        signed(row.critical),
        signed(row.residuals),
        if row.level == Level::High { zones } else { "-".to_owned() },
        row.worst,
        if verdict.is_empty() { "passes".to_owned() } else { verdict.join(", ") },
    )
}

/// Where the exceedances were: the fullest months, and how many came right after another.
fn reason(row: &Judgement) -> String {
    let mut months: BTreeMap<String, usize> = BTreeMap::new();
    for at in &row.times {
        let date = i64::try_from(*at)
            .ok()
            .and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok());
        if let Some(date) = date {
            *months
                .entry(format!("{}-{:02}", date.year(), u8::from(date.month())))
                .or_default() += 1;
        }
    }
    let mut fullest: Vec<(&String, &usize)> = months.iter().collect();
    fullest.sort_by_key(|(month, count)| (std::cmp::Reverse(**count), (*month).clone()));
    let fullest: Vec<String> = fullest
        .iter()
        .take(4)
        .map(|(month, count)| format!("{month}: {count}"))
        .collect();
    let level = match row.level {
        Level::High => "99 %",
        Level::Low => "97.5 %",
    };
    let count = row.exceedances as f64;
    format!(
        "{} {} {} at {level}: {}. {:.2} times the exceedances expected, {:.2} times those of {} alike rows, each {:.2} of \
         the shortfall on average; {} right after another where chance gives {:.1}; fullest months {}",
        row.name,
        row.side,
        row.window,
        row.rejections().join(", "),
        count / row.expected(),
        count / row.expected_by_order(),
        row.window,
        row.severity(),
        row.repeated,
        count * count / row.rows as f64,
        fullest.join(", ")
    )
}
