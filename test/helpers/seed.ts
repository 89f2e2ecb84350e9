// Property tests draw from one seed, so that a run can be repeated: SEED=n chooses another, SEED=random a new one each time.
// fast-check prints the seed of a failure.
import fc from 'fast-check';

const DEFAULT_SEED = 20261123;
const asked = process.env['SEED'];
if (asked !== 'random')
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: asked === undefined ? DEFAULT_SEED : Number(asked) });
