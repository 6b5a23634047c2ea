//! Expected Shortfall over a full page.

use crate::book::{bytes, exposures, page, scenarios};
use crate::chain::Chain;
use risk::shortfall::simulate;

#[test]
fn shortfall_of_a_full_page() {
    let chain = Chain::new();
    let page = page();
    for hedged in [false, true] {
        for assets in [1, 3, 8, 16] {
            let exposures = exposures(assets, hedged);
            let bytes = bytes(&exposures, &page);
            let (gas, shortfall) = chain.run("simulation", 1, &bytes);
            let (more, sum) = chain.run("simulation and components", 1, &bytes);
            let here = simulate(&scenarios(&page), &exposures, 975_000_000_000_000_000).unwrap();
            assert_eq!(shortfall, here.shortfall);
            assert_eq!(sum, here.shortfall);
            println!("{assets:2} assets, hedged {hedged}: {gas:8.1}, with components {more:8.1}");
        }
    }
}
