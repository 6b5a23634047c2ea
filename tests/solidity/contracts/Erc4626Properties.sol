// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";

/// Somebody who does as told.
contract Actor {
    function act(address to, bytes calldata data) external returns (bool success, bytes memory answer) {
        (success, answer) = to.call(data);
    }

    function ask(address to, bytes calldata data) external view returns (bool success, bytes memory answer) {
        (success, answer) = to.staticcall(data);
    }
}

/// The properties of ERC-4626 that the generalised property tests of a16z name (functional correctness of every
/// function, previews, limits, eight round trips), written against any vault of any token, for actors and amounts drawn
/// from a seed. A property that does not hold reverts with its name.
contract Erc4626Properties {
    /// The property does not hold; what it is about.
    error Broken(string property, uint256 seen, uint256 expected);

    uint8 public constant PROPERTIES = 26;

    IERC4626 public immutable vault;
    IERC20 public immutable token;
    Actor[4] public actors;
    /// How often each property was checked on an amount that is not zero.
    uint256[PROPERTIES] public exercised;

    /// Whom a check is about, and the seed of its amount.
    struct Draw {
        Actor caller;
        Actor receiver;
        Actor owner;
        uint256 seed;
    }

    constructor(IERC4626 vault_) {
        vault = vault_;
        token = IERC20(vault_.asset());
        for (uint256 i = 0; i < actors.length; i++) {
            actors[i] = new Actor();
            must(actors[i], address(token), abi.encodeCall(IERC20.approve, (address(vault), type(uint256).max)), "approve");
        }
    }

    /// Has an actor do something: gives notice, for instance.
    function have(uint8 actor, address to, bytes calldata data) external {
        must(actors[actor % 4], to, data, "have");
    }

    /// Checks one property. Every word of a check comes from the seed.
    function run(uint8 property, uint256 seed) external {
        Draw memory draw = Draw(actors[seed % 4], actors[(seed >> 8) % 4], actors[(seed >> 16) % 4], seed >> 24);
        uint256 amount;
        if (property == 0) amount = prop_asset(draw);
        else if (property == 1) amount = prop_totalAssets(draw);
        else if (property == 2) amount = prop_convertToShares(draw);
        else if (property == 3) amount = prop_convertToAssets(draw);
        else if (property == 4) amount = prop_maxDeposit(draw);
        else if (property == 5) amount = prop_previewDeposit(draw);
        else if (property == 6) amount = prop_deposit(draw);
        else if (property == 7) amount = prop_maxMint(draw);
        else if (property == 8) amount = prop_previewMint(draw);
        else if (property == 9) amount = prop_mint(draw);
        else if (property == 10) amount = prop_maxWithdraw(draw);
        else if (property == 11) amount = prop_previewWithdraw(draw);
        else if (property == 12) amount = prop_withdraw(draw);
        else if (property == 13) amount = prop_maxRedeem(draw);
        else if (property == 14) amount = prop_previewRedeem(draw);
        else if (property == 15) amount = prop_redeem(draw);
        else if (property == 16) amount = prop_RT_deposit_redeem(draw);
        else if (property == 17) amount = prop_RT_deposit_withdraw(draw);
        else if (property == 18) amount = prop_RT_redeem_deposit(draw);
        else if (property == 19) amount = prop_RT_redeem_mint(draw);
        else if (property == 20) amount = prop_RT_mint_withdraw(draw);
        else if (property == 21) amount = prop_RT_mint_redeem(draw);
        else if (property == 22) amount = prop_RT_withdraw_mint(draw);
        else if (property == 23) amount = prop_RT_withdraw_deposit(draw);
        else if (property == 24) amount = fail_withdraw(draw);
        else if (property == 25) amount = fail_redeem(draw);
        if (amount != 0) exercised[property]++;
    }

    // What is asked must be answered.

    function prop_asset(Draw memory d) internal view returns (uint256) {
        uint256 answer = asked(d.caller, abi.encodeCall(IERC4626.asset, ()), "asset");
        expect(answer == uint160(address(token)), "asset", answer, uint160(address(token)));
        return 1;
    }

    function prop_totalAssets(Draw memory d) internal view returns (uint256) {
        return asked(d.caller, abi.encodeCall(IERC4626.totalAssets, ()), "totalAssets");
    }

    function prop_maxDeposit(Draw memory d) internal returns (uint256) {
        uint256 max = asked(d.caller, abi.encodeCall(IERC4626.maxDeposit, (address(d.receiver))), "maxDeposit");
        if (max < type(uint256).max) {
            refused(d.caller, abi.encodeCall(IERC4626.deposit, (max + 1, address(d.receiver))), "maxDeposit + 1");
        }
        return max;
    }

    function prop_maxMint(Draw memory d) internal returns (uint256) {
        uint256 max = asked(d.caller, abi.encodeCall(IERC4626.maxMint, (address(d.receiver))), "maxMint");
        if (max < type(uint256).max) {
            refused(d.caller, abi.encodeCall(IERC4626.mint, (max + 1, address(d.receiver))), "maxMint + 1");
        }
        return max;
    }

    function prop_maxWithdraw(Draw memory d) internal returns (uint256) {
        uint256 max = asked(d.caller, abi.encodeCall(IERC4626.maxWithdraw, (address(d.owner))), "maxWithdraw");
        bytes memory more = abi.encodeCall(IERC4626.withdraw, (max + 1, address(d.receiver), address(d.owner)));
        refused(d.owner, more, "maxWithdraw + 1");
        // All that is said to be possible is.
        bytes memory all = abi.encodeCall(IERC4626.withdraw, (max, address(d.receiver), address(d.owner)));
        if (d.seed % 8 == 0) must(d.owner, address(vault), all, "withdraw(maxWithdraw)");
        return max;
    }

    function prop_maxRedeem(Draw memory d) internal returns (uint256) {
        uint256 max = asked(d.caller, abi.encodeCall(IERC4626.maxRedeem, (address(d.owner))), "maxRedeem");
        bytes memory more = abi.encodeCall(IERC4626.redeem, (max + 1, address(d.receiver), address(d.owner)));
        refused(d.owner, more, "maxRedeem + 1");
        bytes memory all = abi.encodeCall(IERC4626.redeem, (max, address(d.receiver), address(d.owner)));
        if (d.seed % 8 == 0) must(d.owner, address(vault), all, "redeem(maxRedeem)");
        return max;
    }

    // Conversions are the same for everybody, and never better than the function.

    function prop_convertToShares(Draw memory d) internal view returns (uint256 amount) {
        amount = pick(d.seed, token.totalSupply());
        bytes memory data = abi.encodeCall(IERC4626.convertToShares, (amount));
        same(asked(d.caller, data, "convertToShares"), asked(d.receiver, data, "convertToShares"), "convertToShares");
    }

    function prop_convertToAssets(Draw memory d) internal view returns (uint256 amount) {
        amount = pick(d.seed, vault.totalSupply());
        bytes memory data = abi.encodeCall(IERC4626.convertToAssets, (amount));
        same(asked(d.caller, data, "convertToAssets"), asked(d.receiver, data, "convertToAssets"), "convertToAssets");
    }

    function prop_previewDeposit(Draw memory d) internal returns (uint256 assets) {
        assets = depositable(d);
        uint256 preview = asked(d.owner, abi.encodeCall(IERC4626.previewDeposit, (assets)), "previewDeposit");
        if (assets != 0 && preview == 0) return 0;
        uint256 actual = deposit(d.caller, assets, d.receiver);
        expect(actual >= preview, "previewDeposit", actual, preview);
    }

    function prop_previewMint(Draw memory d) internal returns (uint256 shares) {
        shares = mintable(d);
        uint256 preview = asked(d.owner, abi.encodeCall(IERC4626.previewMint, (shares)), "previewMint");
        uint256 actual = mint(d.caller, shares, d.receiver);
        expect(actual <= preview, "previewMint", actual, preview);
    }

    function prop_previewWithdraw(Draw memory d) internal returns (uint256 assets) {
        assets = pick(d.seed, vault.maxWithdraw(address(d.owner)));
        uint256 preview = asked(d.caller, abi.encodeCall(IERC4626.previewWithdraw, (assets)), "previewWithdraw");
        uint256 actual = withdraw(d.owner, assets, d.receiver, d.owner);
        expect(actual <= preview, "previewWithdraw", actual, preview);
    }

    function prop_previewRedeem(Draw memory d) internal returns (uint256 shares) {
        shares = pick(d.seed, vault.maxRedeem(address(d.owner)));
        uint256 preview = asked(d.caller, abi.encodeCall(IERC4626.previewRedeem, (shares)), "previewRedeem");
        uint256 actual = redeem(d.owner, shares, d.receiver, d.owner);
        expect(actual >= preview, "previewRedeem", actual, preview);
    }

    // What moves is what is said to move.

    function prop_deposit(Draw memory d) internal returns (uint256 assets) {
        assets = depositable(d);
        if (assets != 0 && vault.previewDeposit(assets) == 0) return 0;
        uint256 cash = token.balanceOf(address(d.caller));
        uint256 held = vault.balanceOf(address(d.receiver));
        uint256 shares = deposit(d.caller, assets, d.receiver);
        same(token.balanceOf(address(d.caller)), cash - assets, "deposit: assets");
        same(vault.balanceOf(address(d.receiver)), held + shares, "deposit: shares");
    }

    function prop_mint(Draw memory d) internal returns (uint256 shares) {
        shares = mintable(d);
        uint256 cash = token.balanceOf(address(d.caller));
        uint256 held = vault.balanceOf(address(d.receiver));
        uint256 assets = mint(d.caller, shares, d.receiver);
        same(token.balanceOf(address(d.caller)), cash - assets, "mint: assets");
        same(vault.balanceOf(address(d.receiver)), held + shares, "mint: shares");
    }

    function prop_withdraw(Draw memory d) internal returns (uint256 assets) {
        assets = pick(d.seed, vault.maxWithdraw(address(d.owner)));
        uint256 allowed = allow(d, vault.previewWithdraw(assets));
        uint256 cash = token.balanceOf(address(d.receiver));
        uint256 held = vault.balanceOf(address(d.owner));
        uint256 shares = withdraw(d.caller, assets, d.receiver, d.owner);
        same(token.balanceOf(address(d.receiver)), cash + assets, "withdraw: assets");
        same(vault.balanceOf(address(d.owner)), held - shares, "withdraw: shares");
        spent(d, allowed, shares, "withdraw: allowance");
    }

    function prop_redeem(Draw memory d) internal returns (uint256 shares) {
        shares = pick(d.seed, vault.maxRedeem(address(d.owner)));
        uint256 allowed = allow(d, shares);
        uint256 cash = token.balanceOf(address(d.receiver));
        uint256 held = vault.balanceOf(address(d.owner));
        uint256 assets = redeem(d.caller, shares, d.receiver, d.owner);
        same(token.balanceOf(address(d.receiver)), cash + assets, "redeem: assets");
        same(vault.balanceOf(address(d.owner)), held - shares, "redeem: shares");
        spent(d, allowed, shares, "redeem: allowance");
    }

    /// Nobody withdraws for somebody else without being allowed to.
    function fail_withdraw(Draw memory d) internal returns (uint256 assets) {
        assets = pick(d.seed, vault.maxWithdraw(address(d.owner)));
        if (d.caller == d.owner || assets == 0) return 0;
        allow(d, vault.previewWithdraw(assets) - 1);
        bytes memory data = abi.encodeCall(IERC4626.withdraw, (assets, address(d.receiver), address(d.owner)));
        refused(d.caller, data, "withdraw: no allowance");
    }

    function fail_redeem(Draw memory d) internal returns (uint256 shares) {
        shares = pick(d.seed, vault.maxRedeem(address(d.owner)));
        if (d.caller == d.owner || shares == 0) return 0;
        allow(d, shares - 1);
        bytes memory data = abi.encodeCall(IERC4626.redeem, (shares, address(d.receiver), address(d.owner)));
        refused(d.caller, data, "redeem: no allowance");
    }

    // Nobody gains by going there and back.

    function prop_RT_deposit_redeem(Draw memory d) internal returns (uint256 assets) {
        assets = there(d);
        if (assets == 0) return 0;
        uint256 shares = deposit(d.caller, assets, d.caller);
        if (shares > vault.maxRedeem(address(d.caller))) return 0;
        uint256 back = redeem(d.caller, shares, d.caller, d.caller);
        expect(back <= assets, "RT_deposit_redeem", back, assets);
    }

    function prop_RT_deposit_withdraw(Draw memory d) internal returns (uint256 assets) {
        assets = there(d);
        if (assets == 0) return 0;
        uint256 shares = deposit(d.caller, assets, d.caller);
        if (assets > vault.maxWithdraw(address(d.caller))) return 0;
        uint256 burned = withdraw(d.caller, assets, d.caller, d.caller);
        expect(burned >= shares, "RT_deposit_withdraw", burned, shares);
    }

    function prop_RT_redeem_deposit(Draw memory d) internal returns (uint256 shares) {
        shares = pick(d.seed, vault.maxRedeem(address(d.caller)));
        uint256 assets = redeem(d.caller, shares, d.caller, d.caller);
        if (assets == 0 || vault.previewDeposit(assets) == 0) return 0;
        uint256 back = deposit(d.caller, assets, d.caller);
        expect(back <= shares, "RT_redeem_deposit", back, shares);
    }

    function prop_RT_redeem_mint(Draw memory d) internal returns (uint256 shares) {
        shares = pick(d.seed, vault.maxRedeem(address(d.caller)));
        uint256 assets = redeem(d.caller, shares, d.caller, d.caller);
        if (token.balanceOf(address(d.caller)) < vault.previewMint(shares)) return 0;
        uint256 paid = mint(d.caller, shares, d.caller);
        expect(paid >= assets, "RT_redeem_mint", paid, assets);
    }

    function prop_RT_mint_withdraw(Draw memory d) internal returns (uint256 shares) {
        shares = mintable(d);
        uint256 assets = mint(d.caller, shares, d.caller);
        if (assets > vault.maxWithdraw(address(d.caller))) return 0;
        uint256 burned = withdraw(d.caller, assets, d.caller, d.caller);
        expect(burned >= shares, "RT_mint_withdraw", burned, shares);
    }

    function prop_RT_mint_redeem(Draw memory d) internal returns (uint256 shares) {
        shares = mintable(d);
        uint256 assets = mint(d.caller, shares, d.caller);
        if (shares > vault.maxRedeem(address(d.caller))) return 0;
        uint256 back = redeem(d.caller, shares, d.caller, d.caller);
        expect(back <= assets, "RT_mint_redeem", back, assets);
    }

    function prop_RT_withdraw_mint(Draw memory d) internal returns (uint256 assets) {
        assets = pick(d.seed, vault.maxWithdraw(address(d.caller)));
        uint256 shares = withdraw(d.caller, assets, d.caller, d.caller);
        if (token.balanceOf(address(d.caller)) < vault.previewMint(shares)) return 0;
        uint256 paid = mint(d.caller, shares, d.caller);
        expect(paid >= assets, "RT_withdraw_mint", paid, assets);
    }

    function prop_RT_withdraw_deposit(Draw memory d) internal returns (uint256 assets) {
        assets = pick(d.seed, vault.maxWithdraw(address(d.caller)));
        uint256 shares = withdraw(d.caller, assets, d.caller, d.caller);
        if (assets == 0 || vault.previewDeposit(assets) == 0) return 0;
        uint256 back = deposit(d.caller, assets, d.caller);
        expect(back <= shares, "RT_withdraw_deposit", back, shares);
    }

    // Amounts: nothing, one, all, little, anything.

    function pick(uint256 seed, uint256 max) internal pure returns (uint256 amount) {
        uint256 kind = seed % 16;
        seed >>= 4;
        if (kind == 0) return 0;
        if (kind == 1) amount = 1;
        else if (kind == 2) return max;
        else if (kind < 6) amount = seed % 100;
        else if (kind < 9) amount = seed % (max / 1_000_000 + 1);
        else amount = seed % (max == type(uint256).max ? max : max + 1);
        if (amount > max) amount = max;
    }

    function depositable(Draw memory d) internal view returns (uint256) {
        uint256 max = vault.maxDeposit(address(d.receiver));
        uint256 cash = token.balanceOf(address(d.caller));
        return pick(d.seed, cash < max ? cash : max);
    }

    function mintable(Draw memory d) internal view returns (uint256 shares) {
        shares = pick(d.seed, vault.previewDeposit(depositable(d)));
        uint256 max = vault.maxMint(address(d.receiver));
        if (shares > max) shares = max;
    }

    /// What the caller deposits to take it out again, if it is worth a share.
    function there(Draw memory d) internal view returns (uint256 assets) {
        assets = depositable(d);
        if (vault.previewDeposit(assets) == 0) assets = 0;
    }

    function allow(Draw memory d, uint256 shares) internal returns (uint256 allowed) {
        if (d.caller == d.owner) return 0;
        allowed = shares;
        must(d.owner, address(vault), abi.encodeCall(IERC20.approve, (address(d.caller), shares)), "approve");
    }

    function spent(Draw memory d, uint256 allowed, uint256 shares, string memory what) internal view {
        if (d.caller == d.owner) return;
        same(vault.allowance(address(d.owner), address(d.caller)), allowed - shares, what);
    }

    // Calls that must succeed, and calls that must not.

    function deposit(Actor caller, uint256 assets, Actor receiver) internal returns (uint256) {
        return word(must(caller, address(vault), abi.encodeCall(IERC4626.deposit, (assets, address(receiver))), "deposit"));
    }

    function mint(Actor caller, uint256 shares, Actor receiver) internal returns (uint256) {
        return word(must(caller, address(vault), abi.encodeCall(IERC4626.mint, (shares, address(receiver))), "mint"));
    }

    function withdraw(Actor caller, uint256 assets, Actor receiver, Actor owner) internal returns (uint256) {
        bytes memory data = abi.encodeCall(IERC4626.withdraw, (assets, address(receiver), address(owner)));
        return word(must(caller, address(vault), data, "withdraw"));
    }

    function redeem(Actor caller, uint256 shares, Actor receiver, Actor owner) internal returns (uint256) {
        bytes memory data = abi.encodeCall(IERC4626.redeem, (shares, address(receiver), address(owner)));
        return word(must(caller, address(vault), data, "redeem"));
    }

    function must(Actor actor, address to, bytes memory data, string memory what) internal returns (bytes memory) {
        (bool success, bytes memory answer) = actor.act(to, data);
        if (!success) revert Broken(what, answer.length < 4 ? 0 : uint32(bytes4(answer)), 0);
        return answer;
    }

    function refused(Actor actor, bytes memory data, string memory what) internal {
        (bool success, ) = actor.act(address(vault), data);
        expect(!success, what, 1, 0);
    }

    function asked(Actor actor, bytes memory data, string memory what) internal view returns (uint256) {
        (bool success, bytes memory answer) = actor.ask(address(vault), data);
        if (!success) revert Broken(what, answer.length < 4 ? 0 : uint32(bytes4(answer)), 0);
        return word(answer);
    }

    function word(bytes memory answer) internal pure returns (uint256) {
        return abi.decode(answer, (uint256));
    }

    function same(uint256 seen, uint256 expected, string memory what) internal pure {
        expect(seen == expected, what, seen, expected);
    }

    function expect(bool holds, string memory what, uint256 seen, uint256 expected) internal pure {
        if (!holds) revert Broken(what, seen, expected);
    }
}
