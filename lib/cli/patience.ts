/**
 * Flags by which V8 leaves optimizing to what runs long, by the version of Node. A command ends after a second or two, in which many functions run a little
 * each: a third of its processor time went into code that was about to end (v8/src/flags/flag-definitions.h). Node 24 has Maglev for this, and complains about
 * flags it lacks.
 */
const flags: Readonly<Record<string, string>> = { 20: '--interrupt-budget=600000', 22: '--invocation-count-for-turbofan=20000' };

export const patience: string | undefined = flags[process.versions.node.split('.')[0]!];
