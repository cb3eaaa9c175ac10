import fc from 'fast-check';

// Properties try the same cases each time: a change is judged by what it changes, not by luck. `PINOUT_SEED=random` looks for new cases, and the number of a
// reported one tries it again.
const seed = process.env['PINOUT_SEED'] ?? '20261127';
if (seed !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
