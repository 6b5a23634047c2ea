//! The shipped program `terms` beside the shipped oracle: what a judgement reads is what the pure code makes of the same
//! changes, the buffer turns by the real index, and what a reading costs is written to `docs/terms-gas.txt`.

use std::fmt::Write;

use alloy::{primitives::U256, sol_types::SolCall};
use e2e::{
    abi::ITerms,
    oracle_world::{all, OracleWorld},
    price_world::{transaction, START},
    wad,
    world::deploy_program,
};
use risk::terms::{decode, history::RAMP, Rules};

const DAY: u64 = 86_400;

struct Ground {
    world: OracleWorld,
    terms: alloy::primitives::Address,
}

fn own(half_spread: &str) -> ITerms::AssetTerms {
    ITerms::AssetTerms {
        halfSpread: wad(half_spread),
        deadBand: wad("0.005"),
        uncertainty: wad("0.002"),
        assumedDepth: wad("2000000"),
        expectedAge: 3_600,
    }
}

impl Ground {
    /// So many majors.
    fn new(assets: usize) -> Self {
        let mut world = OracleWorld::of(&[START]);
        let owner = world.inner.owner;
        let terms = deploy_program(&mut world.inner.chain, owner, "terms");
        let oracle = world.inner.oracle;
        let mut ground = Self { world, terms };
        ground.tell(ITerms::initializeCall { owner, oracle });
        for asset in 0..assets {
            ground.set(asset, "0.01");
        }
        ground
    }

    fn set(&mut self, asset: usize, half_spread: &str) {
        let asset = u8::try_from(asset).expect("few");
        let terms = own(half_spread);
        self.tell(ITerms::setAssetCall {
            asset,
            class: 0,
            terms,
        });
    }

    #[track_caller]
    fn tell<C: SolCall>(&mut self, call: C) -> u64 {
        let owner = self.world.inner.owner;
        self.world.inner.must(owner, self.terms, call).gas_used
    }

    fn ask<C: SolCall>(&self, call: C) -> C::Return {
        let answer = self.world.inner.view_of(self.terms, call);
        answer.unwrap_or_else(|refusal| panic!("{} refused: {refusal:?}", C::SIGNATURE))
    }

    fn rules(&self, mask: u16, version: u32) -> Rules {
        let words: Vec<fixed::U256> = self
            .ask(ITerms::readCall { mask, version })
            .iter()
            .map(|word| fixed::U256::from_limbs(word.into_limbs()))
            .collect();
        let mut rules = Rules::new();
        decode(&words, mask, &mut rules).expect("rules");
        rules
    }

    /// Gas of a reading, without the 21,000 and the call data.
    fn gas(&mut self, mask: u16, version: u32) -> u64 {
        let call = ITerms::readCall { mask, version };
        let sent = transaction(self.world.inner.other, self.terms, &call, 30_000_000);
        let receipt = self.world.inner.chain.send(sent).expect("sent");
        assert!(receipt.success, "{:?}", receipt.output);
        let data = call.abi_encode();
        let paid: u64 = data
            .iter()
            .map(|byte| if *byte == 0 { 4 } else { 16 })
            .sum();
        receipt.gas_used - 21_000 - paid
    }
}

#[test]
fn a_judgement_reads_changes_by_ramp_and_version() {
    let mut ground = Ground::new(2);
    let before = ground.ask(ITerms::newestCall {});
    assert_eq!(before, 3);
    ground.set(1, "0.04");
    let spreads = |ground: &Ground, version| {
        let rules = ground.rules(3, version);
        [rules.initial, rules.maintenance].map(|set| set.assets[1].half_spread / 1_000_000_000_000)
    };
    assert_eq!(spreads(&ground, 0), [40_000, 10_000]);
    ground.world.inner.pass(RAMP / 3);
    assert_eq!(spreads(&ground, 0), [40_000, 20_000]);
    assert_eq!(spreads(&ground, before + 1), [40_000, 20_000]);
    assert_eq!(spreads(&ground, before), [40_000, 10_000]);
    ground.world.inner.pass(RAMP);
    assert_eq!(spreads(&ground, 0), [40_000, 40_000]);
    assert_eq!(spreads(&ground, before), [40_000, 10_000]);
    // Asset 0 is as it was, and nobody listed asset 9.
    let rules = ground.rules(0x201, before);
    assert_eq!(
        rules.maintenance.assets[0].half_spread,
        10_000_000_000_000_000
    );
    assert!(!rules.initial.assets[1].listed);
}

#[test]
fn the_buffer_turns_by_the_oracles_index() {
    let mut ground = Ground::new(1);
    assert_eq!(ground.ask(ITerms::bufferCall {}), U256::ZERO);
    ground.world.until_due();
    assert!(ground.world.poke());
    ground.tell(ITerms::turnBufferCall {});
    assert_eq!(ground.ask(ITerms::bufferCall {}), wad("0.25"));
    assert_eq!(
        ground.rules(1, 0).initial.policy.buffer,
        250_000_000_000_000_000
    );
    let (owner, terms) = (ground.world.inner.owner, ground.terms);
    let again = ground
        .world
        .inner
        .send(owner, terms, ITerms::turnBufferCall {});
    let refused = again.expect_err("once a day");
    let due = refused.typed::<ITerms::NotDue>().expect("typed").dueAt;
    assert_eq!(due, ground.world.inner.chain.now() + DAY);
}

#[test]
fn gas_of_a_reading() {
    let mut table = String::from(
        "Gas of `terms.read` on the local chain, the program cached, without the 21,000 and the call data; every slot is\ncold. Slots: the head, the shared terms, one of each asset, one of each four; while terms ramp, and for accounts of the\nversion before, another one of each; two versions back, a third.\n\nassets  slots  settled  ramping  one back  two back\n",
    );
    for assets in [1, 3, 8, 16] {
        let mut ground = Ground::new(assets);
        ground.world.inner.chain.machine_mut().set_cached(true);
        let mask = all(assets);
        let first = ground.ask(ITerms::newestCall {});
        let settled = ground.gas(mask, 0);
        let change = |ground: &mut Ground, spread: &str, crowding: &str| {
            for asset in 0..assets {
                ground.set(asset, spread);
            }
            let terms = ITerms::PolicyTerms {
                crowding: wad(crowding),
                ..ground.ask(ITerms::policyCall {})
            };
            ground.tell(ITerms::setPolicyCall { terms });
        };
        change(&mut ground, "0.02", "0.3");
        let ramping = ground.gas(mask, 0);
        ground.world.inner.pass(RAMP);
        assert_eq!(ground.gas(mask, 0) / 500, settled / 500);
        let one = ground.gas(mask, first);
        change(&mut ground, "0.03", "0.35");
        let two = ground.gas(mask, first);
        let slots = 2 + assets + assets.div_ceil(4);
        let _ = writeln!(
            table,
            "{assets:6} {slots:6} {settled:8} {ramping:8} {one:9} {two:9}"
        );
        // A slot is 2,100; the rest of a settled reading is the program's.
        let slots = u64::try_from(slots).expect("few") * 2_100;
        assert!((slots..slots + 12_000).contains(&settled), "{settled}");
    }
    print!("{table}");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/terms-gas.txt");
    std::fs::write(path, table).expect("docs/terms-gas.txt can be written");
}
