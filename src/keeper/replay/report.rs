//! One self-contained HTML page of a replay.

use std::fmt::Write;

use super::{
    chart::{chart, escape, Line, Mark},
    record::{clock, Kind, Record},
};

const COLOURS: [&str; 6] = [
    "#2563eb", "#d97706", "#059669", "#7c3aed", "#db2777", "#0891b2",
];

const STYLE: &str = "
:root{color-scheme:light}
body{font:15px/1.5 system-ui,sans-serif;color:#1e293b;background:#f8fafc;max-width:1120px;margin:28px auto;padding:0 20px}
h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:30px 0 8px}p{margin:4px 0 12px;color:#475569;max-width:86ch}
figure{margin:0 0 16px;background:#fff;border:1px solid #e2e8f0;border-radius:8px;padding:10px 12px 4px}
figcaption{font-weight:600;font-size:14px}.key{font-weight:400;margin-left:16px;color:#475569;font-size:13px}
.key i{display:inline-block;width:20px;vertical-align:middle;margin-right:5px}
svg{width:100%;height:auto;display:block}polyline{fill:none;stroke-width:1.9;stroke-linejoin:round}
.grid{stroke:#e2e8f0;stroke-width:1}.axis{font-size:11px;fill:#64748b}
table{border-collapse:collapse;background:#fff;border:1px solid #e2e8f0;font-size:14px;width:100%}
th,td{padding:5px 10px;border-bottom:1px solid #e2e8f0;text-align:left}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.bad{color:#b91c1c;font-weight:600}.note{background:#fef3c7;border:1px solid #fcd34d;border-radius:8px;padding:8px 12px;font-weight:600}
";

/// The page.
pub fn page(record: &Record) -> String {
    let mut html = String::new();
    let times: Vec<u64> = record.points.iter().map(|p| p.time).collect();
    let _ = write!(html, "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>Plimsoll replay</title><style>{STYLE}</style><h1>Plimsoll: margin that moves with the market</h1>");
    if let (Some(first), Some(last)) = (record.points.first(), record.points.last()) {
        let _ = write!(
            html,
            "<p>{} hours, {} to {} UTC. Prices: {}. Every requirement below was computed on chain by the shipped WASM programs, on a local chain; the liquidations were sent by the keeper.</p>",
            record.points.len(), clock(first.time), clock(last.time), escape(&record.source)
        );
    }
    if record.synthetic {
        html.push_str(
            "<p class=note>These prices are synthetic: a seeded random path, not a market.</p>",
        );
    }
    market(&mut html, record, &times);
    html.push_str("<h2>Accounts</h2><p>An account may be liquidated when its equity meets the maintenance margin, and is restored to the buffer margin. Dots: <span style=\"color:#d97706\">warned</span>, <span style=\"color:#059669\">opened, eased or topped up</span>, <span style=\"color:#b91c1c\">liquidated</span>.</p>");
    for index in 0..record.accounts.len() {
        account(&mut html, record, &times, index);
    }
    tables(&mut html, record);
    html.push_str("</html>\n");
    html
}

fn market(html: &mut String, record: &Record, times: &[u64]) {
    html.push_str("<h2>Market</h2>");
    let colour = |i: usize| COLOURS.get(i % COLOURS.len()).copied().unwrap_or("#000");
    let lines = record.symbols.iter().enumerate().map(|(i, symbol)| {
        let base = record
            .points
            .first()
            .and_then(|p| p.prices.get(i).copied())
            .unwrap_or(1.0);
        Line {
            name: format!("{symbol} (from {base:.2} USD)"),
            colour: colour(i),
            dashed: false,
            values: record
                .points
                .iter()
                .map(|p| p.prices.get(i).map(|v| 100.0 * v / base))
                .collect(),
        }
    });
    html.push_str(&chart(
        "Price, first hour = 100",
        "",
        times,
        &lines.collect::<Vec<_>>(),
        &[],
    ));
    let mut lines: Vec<Line> = record
        .symbols
        .iter()
        .enumerate()
        .map(|(i, symbol)| Line {
            name: symbol.clone(),
            colour: colour(i),
            dashed: false,
            values: record
                .points
                .iter()
                .map(|p| p.volatilities.get(i).map(|v| 100.0 * v))
                .collect(),
        })
        .collect();
    if record.points.iter().any(|p| p.correlation.is_some()) {
        lines.push(Line {
            name: "correlation".into(),
            colour: "#94a3b8",
            dashed: true,
            values: record
                .points
                .iter()
                .map(|p| p.correlation.map(|c| 100.0 * c))
                .collect(),
        });
    }
    html.push_str(&chart(
        "Volatility as the oracle reads it, % per year; correlation, %",
        "",
        times,
        &lines,
        &[],
    ));
}

fn account(html: &mut String, record: &Record, times: &[u64], index: usize) {
    let series = |pick: fn(&super::record::AccountPoint) -> Option<f64>| -> Vec<Option<f64>> {
        record
            .points
            .iter()
            .map(|p| p.accounts.get(index).and_then(pick))
            .collect()
    };
    let line = |name: &str, colour, dashed, values| Line {
        name: name.into(),
        colour,
        dashed,
        values,
    };
    let lines = [
        line("equity", "#2563eb", false, series(|a| Some(a.equity))),
        line(
            "initial margin",
            "#94a3b8",
            true,
            series(|a| Some(a.initial)),
        ),
        line(
            "maintenance margin",
            "#b91c1c",
            false,
            series(|a| Some(a.maintenance)),
        ),
        line("buffer margin", "#d97706", true, series(|a| Some(a.buffer))),
    ];
    let marks: Vec<Mark> = record
        .happenings
        .iter()
        .filter(|h| h.account == index)
        .filter_map(|h| {
            let colour = match h.kind {
                Kind::Warned => "#d97706",
                Kind::Opened | Kind::Eased | Kind::ToppedUp => "#059669",
                Kind::Liquidated | Kind::BadDebt => "#b91c1c",
                Kind::StaticLiquidated | Kind::StaticBadDebt => return None,
            };
            Some(Mark {
                time: h.time,
                colour,
                text: format!("{} {}: {}", clock(h.time), h.kind.words(), h.text),
            })
        })
        .collect();
    let name = record.accounts.get(index).map_or("", String::as_str);
    html.push_str(&chart(
        &format!("Account “{name}”: requirement against equity"),
        "$",
        times,
        &lines,
        &marks,
    ));
}

fn tables(html: &mut String, record: &Record) {
    let _ = write!(
        html,
        "<h2>Outcome</h2><table><tr><th>account<th class=n>lowest health<th class=n>warnings<th class=n>liquidations<th class=n>equity at the end<th class=n>bad debt<th class=n>static {:.0} %: liquidations<th class=n>equity at the end<th class=n>bad debt</tr>",
        100.0 * record.static_threshold
    );
    for fate in record.fates() {
        let bad = |v: f64| if v >= 1.0 { " bad" } else { "" };
        let _ = write!(
            html,
            "<tr><td>{}<td class=n>{}<td class=n>{}<td class=n>{}<td class=n>{:.0}<td class=\"n{}\">{:.0}<td class=n>{}<td class=n>{:.0}<td class=\"n{}\">{:.0}</tr>",
            escape(&fate.name),
            fate.lowest_health.map_or_else(|| "-".into(), |h| format!("{h:.2}")),
            fate.warnings,
            fate.liquidations,
            fate.equity,
            bad(fate.bad_debt),
            fate.bad_debt,
            fate.static_liquidations,
            fate.static_equity,
            bad(fate.static_bad_debt),
            fate.static_bad_debt
        );
    }
    html.push_str("</table><h2>What happened</h2><table><tr><th>time (UTC)<th>account<th>what<th>details</tr>");
    for happening in &record.happenings {
        let _ = write!(
            html,
            "<tr><td>{}<td>{}<td{}>{}<td>{}</tr>",
            clock(happening.time),
            escape(
                record
                    .accounts
                    .get(happening.account)
                    .map_or("", String::as_str)
            ),
            if matches!(
                happening.kind,
                Kind::Liquidated | Kind::BadDebt | Kind::StaticBadDebt
            ) {
                " class=bad"
            } else {
                ""
            },
            happening.kind.words(),
            escape(&happening.text)
        );
    }
    html.push_str("</table>");
    if !record.gas.is_empty() {
        html.push_str("<h2>Gas on the local chain</h2><table><tr><th>call<th class=n>calls<th class=n>median gas</tr>");
        for (name, calls, gas) in &record.gas {
            let _ = write!(
                html,
                "<tr><td>{}<td class=n>{calls}<td class=n>{gas}</tr>",
                escape(name)
            );
        }
        html.push_str("</table>");
    }
}
