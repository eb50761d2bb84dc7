// What signing is made of, loaded together.
import { assembleExtrinsic } from '../chain/extrinsic/assemble-extrinsic.ts';
import { verifySignature } from '../chain/extrinsic/verify-signature.ts';

export { createSigning } from '../signing/create-signing.ts';
export { planning } from '../signing/planning.ts';

export const signatures = { verifySignature, assembleExtrinsic };
