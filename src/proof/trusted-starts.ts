// Where proofs of finality start: a set of voters that is believed because it was read elsewhere, not from the node.
// One is shipped for finney; the user may put another in its place, for any network.
import { publicKeyOf } from '../chain/scale/ss58.ts';
import { fromHex, parseHex, toHex } from '../chain/scale/hex.ts';
import { malformed, ScaleReader } from '../chain/scale/scale-reader.ts';
import type { BlockRef } from '../model/facts.ts';
import { isObject } from '../parse.ts';
import { BLOCK_MS, U64_MAX, type Hex } from '../units.ts';
import {
  canDecide,
  nextAuthorities,
  readAuthorities,
  type Authority,
  type AuthoritySet,
} from './authority-set.ts';
import { readHeader } from './digest.ts';
import { sealOf } from './seal.ts';

type TrustedStart = {
  /** Votes for the blocks after `block`. */
  set: AuthoritySet;
  block: BlockRef;
  /** Time of the block, epoch milliseconds. */
  madeAt: number;
};

const each = (keys: readonly Hex[]): Authority[] => keys.map((key) => ({ key, weight: 1n }));

/**
 * The checkpoint in the chain spec of the network's own nodes (RaoFoundation/subtensor, chainspecs/raw_spec_finney.json,
 * `grandpaWarpSyncCheckpoint`, commit e7652980): the header of block 8,867,448, whose hash is that of the test in
 * node/src/service/warp_sync_checkpoint.rs, and set 5, which signed it. Its digest names set 6.
 */
const FINNEY: TrustedStart = {
  set: {
    id: 6n,
    authorities: each([
      '0x3c0694d473b0203bd9842aabbac7ab7d73205a3ccf97096bc5361ea75dcdd0a4',
      '0x45ddfeed53c360c0ad3a10fcf8b09b63f032a81152c73f8971fc71660c22b5cf',
      '0x0c06118ac33cdf11a313778fd600e45b12af35c4e96fdfd1f24b622a47f5a604',
      '0xf55a9261d2d5cc475537c27d18158d3a0cae213fa87e305a345df2771a31e125',
      '0x4077cc7f31e19faa539e089f8282e03f33318290a32fbad369dac950986dcd43',
      '0xc40dd57ef4b2c4408548665620cbfd420f09cdaa2cb6056f77b5b769eddeaed0',
      '0xba5fb07ded8410d39649f8e30a3fb4ffa623c9232b30c14f1f42afb36f4bfb3b',
      '0xe96069b13bef0322f8e3e9bac94e303dafe1a6372736cc57a9f32d0b52318095',
      '0x5201d27eb236bf32fa024f5c1c094513f084192e756a7511a3649db3b76ba2c3',
      '0x600d1e6db2964a84b13569c2a437d8eab4888768b57b73bebca36cc214e836b8',
      '0x477b9292e050855f808d743cbaccb52e9c00a5a96d8f0b091f87d1660d96609d',
      '0x370e2fadd6e17124db38edaf10045a039d136b52c125151f8aaa090a1554cd38',
      '0x1d351649339513b4061077a469fee1f49f79a130bdc2cf54cdea3b3894c59cbc',
      '0xb8bc8e248f8a1e7c4f3c0954206f57a5a60d0a48418cc54f162b27289f2b3987',
      '0x33f0e8e844911223d3c859f3283ca737bf33437d965ed34e350ddb3e5f49ae22',
      '0xc92f57a27012a9c9fac61d3185c845c50622f0ac136fce99e62e2920c89dfbdd',
      '0x1ac50d47914fdb8a1827b57f623b8aac857ad84a08d77c1ae606d7d24ec46945',
      '0x46d41f69d5df314822236500c3d57687ce9b9db3f44f45a4ff91f02e27b3bc2d',
      '0x1ab5cd4e35349c94a0516e3d4850cdfb174d23290fdf35e86dfca84d57a3a5c4',
      '0x55b0f4f90805b1518d2de726d8767465440f54a5602c92fb0481a9c5eb0b17f8',
    ]),
  },
  block: {
    hash: '0x511948e96e1d479d0a92d89bb976638780f2c65a93a5d5be710f22ee15c60200',
    number: 8_867_448,
  },
  madeAt: 1_787_006_136_000,
};

/** By genesis hash. The test network has none: of its sets only one of long ago is published. */
const SHIPPED: ReadonlyMap<Hex, TrustedStart> = new Map([
  ['0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03', FINNEY],
]);

/** null: none is shipped for that network. */
export function shippedStart(genesisHash: Hex): TrustedStart | null {
  return SHIPPED.get(genesisHash) ?? null;
}

/** Of a file that somebody pastes: many times what a set of voters takes. */
const LONGEST_TEXT = 200_000;

/** ECMAScript knows no later time: what shows a date of it throws. */
const LATEST = 8_640_000_000_000_000n;

/** A whole number as JSON has it, or as digits. */
function wholeOf(value: unknown, most: bigint): bigint {
  const digits = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof digits !== 'string' || !/^\d{1,20}$/.test(digits)) throw malformed('number');
  const whole = BigInt(digits);
  if (whole > most) throw malformed('number');
  return whole;
}

function authorityOf(value: unknown): Authority {
  const isPlain = typeof value === 'string';
  const written = isObject(value) ? value['key'] : value;
  const weight = isPlain ? 1n : wholeOf(isObject(value) ? value['weight'] : null, U64_MAX);
  if (typeof written !== 'string') throw malformed('key');
  const key = written.startsWith('0x') ? parseHex(written, 'key', 32) : toHex(publicKeyOf(written));
  return { key, weight };
}

/** As `formatStart` writes it. */
function ownForm(value: Record<string, unknown>): TrustedStart {
  const { setId, authorities: listed, block, madeAt } = value;
  if (!Array.isArray(listed) || !isObject(block)) throw malformed('trusted start');
  const authorities = listed.map(authorityOf);
  if (!canDecide(authorities)) throw malformed('authorities');
  return {
    set: { id: wholeOf(setId, U64_MAX), authorities },
    block: {
      hash: parseHex(block['hash'], 'block hash', 32),
      number: Number(wholeOf(block['number'], 0xffff_ffffn)),
    },
    madeAt: Number(wholeOf(madeAt, LATEST)),
  };
}

/** A checkpoint as chain specs and nodes give it: a block that changes its voters, and those who signed it. */
function checkpointForm(checkpoint: Record<string, unknown>): TrustedStart {
  const ofHeader = new ScaleReader(fromHex(parseHex(checkpoint['finalizedBlockHeader'], 'header')));
  const header = readHeader(ofHeader);
  ofHeader.end();
  const ofSet = new ScaleReader(fromHex(parseHex(checkpoint['grandpaAuthoritySet'], 'voters')));
  const id = ofSet.u64();
  readAuthorities(ofSet);
  ofSet.end();
  const authorities = nextAuthorities(header);
  const madeAt = sealOf(header).slot * BigInt(BLOCK_MS);
  if (authorities === null || id === U64_MAX || madeAt > LATEST) throw malformed('checkpoint');
  return {
    set: { id: id + 1n, authorities },
    block: { hash: header.hash, number: header.number },
    madeAt: Number(madeAt),
  };
}

/** `form`: it is no start. `network`: it says that it is of another network. */
type ParsedStart = { start: TrustedStart } | { problem: 'form' | 'network' };

/**
 * A start that somebody pasted: our own form, or the checkpoint of a chain spec, alone or in what a node answers to
 * `grandpa_genWarpSyncCheckpoint`.
 */
export function parseTrustedStart(text: string, genesisHash: Hex): ParsedStart {
  if (text.length > LONGEST_TEXT) return { problem: 'form' };
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return { problem: 'form' };
    const named = value['genesisHash'];
    if (named !== undefined && parseHex(named, 'genesis hash', 32) !== genesisHash) {
      return { problem: 'network' };
    }
    const checkpoint = value['grandpaWarpSyncCheckpoint'] ?? value;
    const isCheckpoint = isObject(checkpoint) && 'finalizedBlockHeader' in checkpoint;
    return { start: isCheckpoint ? checkpointForm(checkpoint) : ownForm(value) };
  } catch {
    return { problem: 'form' }; // Whatever it was, the text is no start.
  }
}
