//! Line charts as SVG, drawn without a script so that a page with them stands alone.

use std::fmt::Write;

use super::record::clock;

const WIDTH: f64 = 1_080.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 74.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 26.0;

/// One line. A missing value breaks it.
#[derive(Debug, Clone)]
pub struct Line {
    /// Name in the legend.
    pub name: String,
    /// Colour as CSS.
    pub colour: &'static str,
    /// Dashed instead of solid.
    pub dashed: bool,
    /// One value per time.
    pub values: Vec<Option<f64>>,
}

/// A mark on the time axis.
#[derive(Debug, Clone)]
pub struct Mark {
    /// When.
    pub time: u64,
    /// Colour as CSS.
    pub colour: &'static str,
    /// Shown when the pointer rests on it.
    pub text: String,
}

/// Draws lines over times. `unit` goes in front of the numbers on the axis.
pub fn chart(title: &str, unit: &str, times: &[u64], lines: &[Line], marks: &[Mark]) -> String {
    let values = || {
        lines
            .iter()
            .flat_map(|l| l.values.iter().flatten().copied())
            .filter(|v| v.is_finite())
    };
    let low = values().fold(0.0_f64, f64::min);
    let high = values().fold(f64::MIN_POSITIVE, f64::max);
    let step = tidy_step((high - low) / 4.0);
    let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
    let (first, last) = (
        times.first().copied().unwrap_or(0),
        times.last().copied().unwrap_or(1),
    );
    let span = last.saturating_sub(first).max(1) as f64;
    let x = |t: u64| LEFT + (WIDTH - LEFT - RIGHT) * t.saturating_sub(first) as f64 / span;
    let y = |v: f64| {
        TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - (v - low) / (high - low).max(f64::MIN_POSITIVE))
    };

    let mut svg = String::new();
    let _ = write!(svg, "<figure><figcaption>{}", escape(title));
    for line in lines {
        let style = if line.dashed { "dashed" } else { "solid" };
        let _ = write!(
            svg,
            "<span class=key><i style=\"border-top:3px {style} {}\"></i>{}</span>",
            line.colour,
            escape(&line.name)
        );
    }
    let _ = write!(
        svg,
        "</figcaption><svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=img aria-label=\"{}\">",
        escape(title)
    );
    let mut level = low;
    while level <= high + step / 2.0 {
        let _ = write!(
            svg,
            "<line class=grid x1={LEFT} x2={:.1} y1={:.1} y2={:.1} /><text class=axis x={:.1} y={:.1} text-anchor=end>{}</text>",
            WIDTH - RIGHT, y(level), y(level), LEFT - 8.0, y(level) + 4.0, label(unit, level)
        );
        level += step;
    }
    let day = 86_400_u64;
    let days = (span / day as f64).ceil() as u64;
    let every = days.div_ceil(8).max(1) * day;
    let mut at = first.div_ceil(day) * day;
    while at <= last {
        let label = clock(at);
        let _ = write!(
            svg,
            "<line class=grid x1={0:.1} x2={0:.1} y1={TOP} y2={1:.1} /><text class=axis x={0:.1} y={2:.1} text-anchor=middle>{3}</text>",
            x(at), HEIGHT - BOTTOM, HEIGHT - 8.0, label.get(5..10).unwrap_or(&label)
        );
        at += every;
    }
    for mark in marks {
        let _ = write!(
            svg,
            "<g><title>{}</title><line x1={1:.1} x2={1:.1} y1={TOP} y2={2:.1} stroke=\"{3}\" stroke-dasharray=\"2 3\" /><circle cx={1:.1} cy={4:.1} r=4.5 fill=\"{3}\" /></g>",
            escape(&mark.text), x(mark.time), HEIGHT - BOTTOM, mark.colour, TOP - 6.0
        );
    }
    for line in lines {
        let dash = if line.dashed {
            " stroke-dasharray=\"6 4\""
        } else {
            ""
        };
        for run in runs(times, &line.values) {
            let points: Vec<String> = run
                .iter()
                .map(|(t, v)| format!("{:.1},{:.1}", x(*t), y(*v)))
                .collect();
            let _ = write!(
                svg,
                "<polyline points=\"{}\" stroke=\"{}\"{dash} />",
                points.join(" "),
                line.colour
            );
        }
    }
    svg.push_str("</svg></figure>\n");
    svg
}

/// Pieces of a line without a missing value.
fn runs(times: &[u64], values: &[Option<f64>]) -> Vec<Vec<(u64, f64)>> {
    let mut all = vec![Vec::new()];
    for (time, value) in times.iter().zip(values) {
        match (value, all.last_mut()) {
            (Some(value), Some(run)) => run.push((*time, *value)),
            (None, Some(run)) if !run.is_empty() => all.push(Vec::new()),
            _ => {}
        }
    }
    all.retain(|run| run.len() > 1);
    all
}

/// 1, 2 or 5 times a power of ten, not below `raw`.
fn tidy_step(raw: f64) -> f64 {
    let power = 10_f64.powf(raw.max(1e-9).log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|m| m * power)
        .find(|s| *s >= raw)
        .unwrap_or(10.0 * power)
}

/// A level of the axis: the sign stands before the unit.
fn label(unit: &str, value: f64) -> String {
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}{unit}{}", short(value.abs()))
}

fn short(value: f64) -> String {
    match value.abs() {
        v if v >= 1e6 => format!("{:.1} M", value / 1e6),
        v if v >= 1e4 => format!("{:.0} k", value / 1e3),
        v if v >= 100.0 || v == 0.0 => format!("{value:.0}"),
        v if v >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// Text made safe inside HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_value_breaks_the_line() {
        let pieces = runs(
            &[1, 2, 3, 4, 5],
            &[Some(1.0), Some(2.0), None, Some(3.0), Some(4.0)],
        );
        assert_eq!(
            pieces,
            vec![vec![(1, 1.0), (2, 2.0)], vec![(4, 3.0), (5, 4.0)]]
        );
    }

    #[test]
    fn a_negative_amount_has_its_sign_in_front() {
        assert_eq!(label("$", -20_000.0), "-$20 k");
        assert_eq!(label("", 0.25), "0.25");
    }

    #[test]
    fn steps_are_tidy() {
        assert_eq!(tidy_step(0.23), 0.5);
        assert_eq!(tidy_step(17.0), 20.0);
        assert_eq!(tidy_step(51.0), 100.0);
    }

    #[test]
    fn text_cannot_open_a_tag() {
        let page = chart("<b>", "", &[0, 1], &[], &[]);
        assert!(!page.contains("<b>"));
    }
}
