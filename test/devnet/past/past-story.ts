// What happens in the three years: a fixed part with every hard case at a known place, and a random one for each account.
// Refuses to say how anything is done.
import { ledgerReads } from '../ledger/ledger.ts';
import type { Random } from '../ledger/genesis/random.ts';
import { createRandom } from '../ledger/genesis/random.ts';
import { accountAt } from '../ledger/state/balances.ts';
import type { AccountId } from '../ledger/state/ledger-state.ts';
import {
  autoClaim,
  batchAllCall,
  claimCall,
  claimOneCall,
  deregister,
  failingCall,
  giveAndMoveCall,
  giveStakeCall,
  isFunded,
  largePositions,
  moveCall,
  openNetuids,
  openSubnet,
  register,
  remarkCall,
  sendAllCall,
  sendCall,
  sendToDeathCall,
  stakeCall,
  stakeLimitCall,
  swapCall,
  swapColdkey,
  swapHotkey,
  TAO,
  unstakeAllCall,
  unstakeCall,
} from './past-acts.ts';
import { isEpoch } from './past-drift.ts';
import { CLAIMS_AT, DTAO_AT, ERAS, HEAD } from './past-eras.ts';
import { NEW_HOTKEY, OUTSIDER, PROXY, type Beginning } from './past-genesis.ts';
import type { Maker } from './past-maker.ts';

type Act = (maker: Maker) => void;

/** Where each hard case is; a test may look there. */
export const PLACES = {
  /** Stakes and unstakes the same within a stretch. */
  pair: 4_000_100,
  /** Somebody sends, and a proxy sends the same on: neither nonce nor balance tells of it. */
  cancelled: 4_200_000,
  /** Five entries of one account in a block. */
  crowded: 4_500_000,
  firstRemoval: { netuid: 3, at: 4_100_000, payAfter: 9, reuseAfter: 24 },
  secondRemoval: { netuid: 7, at: 7_500_000, payAfter: 5, reuseAfter: 20 },
  hotkeySwap: 6_000_000,
  coldkeySwap: 7_600_000,
  reaped: 3_500_000,
  revived: 3_900_000,
  alphaFee: 7_700_000,
  batch: 4_700_000,
  residue: 6_500_000,
  /** Less usual calls, one each thousand blocks. */
  unusual: 7_750_000,
  /** An account leaves 300 rao behind, which are lost with it. */
  dust: HEAD - 5,
  /** Of funds, one each thousand blocks. */
  claims: 7_800_000,
} as const;

const SUBNETS = 10;
/** Before it no event tells the alpha of a trade: none is made in the block of an epoch, where two changes would mix. */
const TOLD_AT = CLAIMS_AT;
const ACTS_EACH = 22;

export class Story {
  private readonly acts = new Map<number, Act[]>();
  private readonly beginning: Beginning;
  private readonly random: Random;

  constructor(beginning: Beginning, seed: number) {
    this.beginning = beginning;
    this.random = createRandom(seed + 7);
    this.addFixed();
    for (const at of beginning.coldkeys.keys()) this.addRandom(at);
  }

  /** Block by block. */
  tell(maker: Maker): void {
    for (const number of [...this.acts.keys()].sort((a, b) => a - b)) {
      maker.block(number, () => {
        for (const act of this.acts.get(number) ?? []) act(maker);
      });
    }
  }

  private at(number: number, act: Act): void {
    const list = this.acts.get(number) ?? [];
    this.acts.set(number, list);
    list.push(act);
  }

  private coldkey(at: number): AccountId {
    const { coldkeys } = this.beginning;
    return coldkeys[at % coldkeys.length] ?? OUTSIDER;
  }

  private hotkey(at: number): AccountId {
    const { hotkeys } = this.beginning;
    return hotkeys[at % hotkeys.length] ?? NEW_HOTKEY;
  }

  private addFixed(): void {
    const { coldkeys, owners } = this.beginning;
    const [h0, h1, h2] = [this.hotkey(0), this.hotkey(1), this.hotkey(2)];
    const [alice, bob, charlie, dave] = [0, 1, 2, 3].map((at) => this.coldkey(at));
    const [eve, ferdie] = [this.coldkey(4), this.coldkey(5)];
    if (!alice || !bob || !charlie || !dave) return;

    // The first block, the last two, and both sides of every upgrade.
    this.at(1, (m) => void m.sign(alice, sendCall(bob, 3n * TAO + 1n)));
    this.at(HEAD - 1, (m) => void m.sign(alice, remarkCall));
    this.at(HEAD, (m) => void m.sign(alice, stakeCall(h0, 1, 2n * TAO + 5n)));
    for (const { from } of ERAS) {
      if (from === 0) continue;
      for (const number of [from - 1, from, from + 1]) {
        this.at(number, (m) => void m.sign(alice, sendCall(charlie, TAO + BigInt(number))));
      }
      // The last block of the older code and the first of the newer one each hold a trade on root.
      this.at(from, (m) => void m.sign(bob, stakeCall(h1, 0, 2n * TAO + 3n)));
      this.at(from + 1, (m) => void m.sign(bob, stakeCall(h1, 0, TAO + 7n)));
    }

    // Everybody has a position on root for claims, and on two subnets since dTAO.
    for (const [at, coldkey] of coldkeys.entries()) {
      const root = this.quiet(100_000 + at * 20_011);
      this.at(
        root,
        (m) => void m.sign(coldkey, stakeCall(this.hotkey(at), 0, 40n * TAO + BigInt(at))),
      );
      const first = this.quiet(DTAO_AT + 1_000 + at * 1_009);
      const netuid = 1 + (at % SUBNETS);
      this.at(
        first,
        (m) => void m.sign(coldkey, stakeCall(this.hotkey(at + 1), netuid, 12n * TAO + BigInt(at))),
      );
    }

    // A pair within a few blocks, which a coarse look takes for nothing but fees.
    this.at(PLACES.pair, (m) => void m.sign(bob, stakeCall(h2, 9, 5n * TAO)));
    this.at(PLACES.pair + 11, (m) => {
      const held = largePositions(m.state, bob).find(
        ({ netuid, hotkey }) => netuid === 9 && hotkey === h2,
      );
      if (held) m.sign(bob, unstakeCall(h2, 9, held.alpha));
    });
    this.at(PLACES.cancelled, (m) => {
      m.isCancelled = true;
      m.sign(OUTSIDER, sendCall(charlie, 2n * TAO));
      m.isCancelled = false;
    });
    this.at(PLACES.cancelled + 40, (m) => {
      m.isCancelled = true;
      m.signFor(charlie, PROXY, sendCall(OUTSIDER, 2n * TAO));
      m.isCancelled = false;
    });

    this.at(PLACES.crowded, (m) => {
      m.sign(dave, stakeCall(h0, 2, 3n * TAO));
      m.sign(OUTSIDER, sendCall(dave, 4n * TAO));
      m.signFor(dave, PROXY, stakeCall(h1, 4, 2n * TAO));
      m.sign(dave, failingCall(h0));
      m.sign(dave, remarkCall);
    });
    this.at(PLACES.batch, (m) => {
      m.signBatch(eve, [
        stakeCall(h0, 1, 2n * TAO),
        stakeCall(h2, 5, 3n * TAO),
        sendCall(dave, TAO),
      ]);
    });

    for (const { netuid, at, payAfter, reuseAfter } of [
      PLACES.firstRemoval,
      PLACES.secondRemoval,
    ]) {
      for (const [index, coldkey] of coldkeys.slice(0, 6).entries()) {
        const before = at - 40_000 + index * 101;
        this.at(
          before,
          (m) => void m.sign(coldkey, stakeCall(this.hotkey(index), netuid, 4n * TAO)),
        );
        const after = at + reuseAfter + 1_000 + index * 77;
        this.at(
          after,
          (m) => void m.sign(coldkey, stakeCall(this.hotkey(index), netuid, 2n * TAO)),
        );
      }
      this.at(at, (m) => deregister(m, netuid, coldkeys, { payAfter, reuseAfter }));
      this.at(at + payAfter, () => {});
      this.at(at + reuseAfter, () => {});
      this.at(at + reuseAfter + 1, (m) => openSubnet(m, netuid));
    }

    const [owner] = owners.slice(3);
    if (owner) {
      this.at(PLACES.hotkeySwap, (m) => swapHotkey(m, owner, this.hotkey(3), NEW_HOTKEY, coldkeys));
    }
    const [last, beforeLast, reaped] = [
      coldkeys.length - 1,
      coldkeys.length - 2,
      coldkeys.length - 3,
    ];
    this.at(PLACES.coldkeySwap, (m) =>
      swapColdkey(m, this.coldkey(beforeLast), this.coldkey(last)),
    );
    this.at(PLACES.reaped, (m) => void m.sign(this.coldkey(reaped), sendAllCall(OUTSIDER)));
    this.at(
      PLACES.revived,
      (m) => void m.sign(OUTSIDER, sendCall(this.coldkey(reaped), 30n * TAO)),
    );
    for (const [index, number] of [3_950_000, 3_960_000].entries()) {
      this.at(
        number,
        (m) => void m.sign(this.coldkey(reaped), sendCall(dave, TAO + BigInt(index))),
      );
    }
    const dusty = this.coldkey(coldkeys.length - 4);
    this.at(PLACES.dust, (m) => {
      const { free } = accountAt(m.state, dusty);
      m.signFor(dusty, PROXY, sendToDeathCall(OUTSIDER, free - 300n));
    });
    // Free TAO below any fee: the position pays it.
    const poor = this.coldkey(6);
    this.at(PLACES.alphaFee - 20, (m) => {
      const { free } = accountAt(m.state, poor);
      m.signFor(poor, PROXY, sendCall(OUTSIDER, free - 1_000n));
    });
    this.at(PLACES.alphaFee, (m) => {
      const [held] = largePositions(m.state, poor).filter(({ netuid }) => netuid > 0);
      if (held) m.sign(poor, unstakeCall(held.hotkey, held.netuid, held.alpha / 3n));
    });
    this.at(PLACES.residue - 500, (m) => void m.sign(ferdie, stakeCall(h2, 6, 3n * TAO)));
    this.at(PLACES.residue, (m) => {
      const [held] = largePositions(m.state, ferdie).filter(({ netuid }) => netuid === 6);
      if (held) m.sign(ferdie, unstakeCall(held.hotkey, 6, held.alpha - held.alpha / 5_000n));
    });
    for (const [index, coldkey] of coldkeys.slice(2, 9).entries()) {
      this.at(CLAIMS_AT + 900_000 + index * 30_007, (m) => autoClaim(m, coldkey));
    }
    this.at(5_000_000, (m) => register(m, charlie, 2, 7n * TAO + 7n));
    this.addUnusual();
  }

  private addUnusual(): void {
    const [one, two, three] = [7, 8, 9].map((at) => this.coldkey(at));
    const [h0, h1] = [this.hotkey(0), this.hotkey(1)];
    if (!one || !two || !three) return;
    const acts: readonly Act[] = [
      (m) => void m.sign(OUTSIDER, sendCall(one, 60n * TAO)),
      (m) =>
        m.signBatch(
          one,
          [1, 2, 4, 5].map((netuid) => stakeCall(h0, netuid, 3n * TAO)),
        ),
      (m) => void m.sign(one, unstakeAllCall(h0)),
      (m) => {
        const limit = (ledgerReads.currentAlphaPrice(m.state, 1) * 1_010n) / 1_000n;
        m.sign(OUTSIDER, sendCall(two, 3_000n * TAO));
        m.sign(two, stakeLimitCall(h1, 1, 2_000n * TAO, limit));
      },
      (m) => {
        const held = largePositions(m.state, two).find(({ netuid }) => netuid === 1);
        if (held) m.sign(two, giveAndMoveCall(three, held.hotkey, h0, 1, 2, held.alpha / 4n));
      },
      (m) => {
        const held = largePositions(m.state, two).find(({ netuid }) => netuid === 1);
        if (held) m.sign(two, moveCall(held.hotkey, h0, 1, 4, held.alpha / 4n));
      },
      // A batch that fails as a whole; a delegate with a book of its own, whose first call goes through and second fails.
      (m) => void m.sign(two, batchAllCall([stakeCall(h0, 1, TAO), failingCall(h0)])),
      (m) => m.signFor(two, three, sendCall(one, 2n * TAO)),
      (m) => m.signFor(two, three, failingCall(h0)),
    ];
    for (const [index, coldkey] of this.beginning.coldkeys.slice(1, 6).entries()) {
      const at = PLACES.claims + index * 1_000;
      if (index % 2 === 0) this.at(at, (m) => void m.sign(coldkey, claimCall(m.state)));
      else this.at(at, (m) => void m.sign(coldkey, claimOneCall(this.hotkey(1 + index))));
    }
    // Where nothing is owed: a fee for nothing.
    const nothing = PLACES.claims + 5_000;
    this.at(nothing, (m) => void m.sign(this.coldkey(0), claimOneCall(NEW_HOTKEY)));
    for (const [index, act] of acts.entries()) this.at(PLACES.unusual + index * 1_000, act);
  }

  /** Not in a block of an epoch, in the time when no event tells alpha. */
  private quiet(number: number): number {
    let at = number;
    const isLoud = (): boolean =>
      Array.from({ length: SUBNETS + 1 }, (_, netuid) => netuid).some((netuid) =>
        isEpoch(netuid, at),
      );
    while (at < TOLD_AT && isLoud()) at += 1;
    return at;
  }

  private addRandom(index: number): void {
    const coldkey = this.coldkey(index);
    // The last one receives all of the one before it, which must be nobody until then.
    const { length } = this.beginning.coldkeys;
    if (index === length - 1) return;
    const until = index === length - 2 ? PLACES.coldkeySwap - 1_000 : HEAD - 10;
    for (let count = 0; count < ACTS_EACH; count += 1) {
      const number = this.quiet(2_000 + Number(this.random.below(BigInt(until - 2_000))));
      const choice = this.random.index(12);
      const amount = this.random.between(TAO, 9n * TAO);
      const [at, part] = [this.random.index(1_000), this.random.between(2n, 5n)];
      this.at(number, (maker) => this.actOf(maker, coldkey, choice, { amount, at, part }));
    }
  }

  private actOf(
    maker: Maker,
    coldkey: AccountId,
    choice: number,
    { amount, at, part }: { amount: bigint; at: number; part: bigint },
  ): void {
    const { state, number } = maker;
    if (!isFunded(state, coldkey, amount)) {
      if (accountAt(state, coldkey).providers > 0 || at % 2 === 0) {
        maker.sign(OUTSIDER, sendCall(coldkey, amount));
      }
      return;
    }
    const netuids = number <= DTAO_AT ? [0] : openNetuids(state);
    const netuid = netuids[at % netuids.length] ?? 0;
    const hotkeys = maker.world.earning.filter((hotkey) => state.owners.has(hotkey));
    const hotkey = hotkeys[at % hotkeys.length] ?? this.hotkey(0);
    const other = this.coldkey(at % (this.beginning.coldkeys.length - 1));
    const positions = largePositions(state, coldkey).filter(
      (held) => number > DTAO_AT || held.netuid === 0,
    );
    const held = positions[at % Math.max(1, positions.length)];
    switch (choice) {
      case 0:
        return void maker.sign(coldkey, remarkCall);
      case 1:
        return void maker.sign(coldkey, failingCall(hotkey));
      case 2:
        return void (other !== coldkey && maker.sign(coldkey, sendCall(other, amount)));
      case 3:
        return void maker.sign(OUTSIDER, sendCall(coldkey, amount));
      case 4:
        return maker.signFor(coldkey, PROXY, stakeCall(hotkey, netuid, amount));
      case 5:
      case 6:
        if (held) maker.sign(coldkey, unstakeCall(held.hotkey, held.netuid, held.alpha / part));
        return;
      case 7:
        if (held && number > DTAO_AT) {
          const next = hotkeys.find((one) => one !== held.hotkey) ?? hotkey;
          const alpha = held.alpha / part;
          maker.sign(coldkey, moveCall(held.hotkey, next, held.netuid, held.netuid, alpha));
        }
        return;
      case 8:
        if (held && number > DTAO_AT && held.netuid !== netuid) {
          maker.sign(coldkey, swapCall(held.hotkey, held.netuid, netuid, held.alpha / part));
        }
        return;
      case 9:
        if (held && number > DTAO_AT && other !== coldkey) {
          const call = giveStakeCall(other, held.hotkey, held.netuid, held.alpha / part);
          maker.sign(coldkey, call);
        }
        return;
      case 10:
        if (number > CLAIMS_AT) maker.sign(coldkey, claimCall(state));
        return;
      default:
        maker.sign(coldkey, stakeCall(hotkey, netuid, amount));
    }
  }
}
