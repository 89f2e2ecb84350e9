// Property tests draw from one seed, so that a run can be repeated: SEED=n chooses another, SEED=random a new one each time.
// fast-check prints the seed of a failure.
import fc from 'fast-check';

const DEFAULT_SEED = 20261123;
const asked = process.env['SEED'];
/** Of tests that draw their own cases. */
export const SEED = asked === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(asked ?? DEFAULT_SEED);
if (asked !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });
