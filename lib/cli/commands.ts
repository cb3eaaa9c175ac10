import type { CommandEntry } from './command.ts';

/** Every command by its name, in the order of the help text. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  synth: {
    usage: 'synth [--app apps/main.ts] [--out dist] [--check]',
    about: 'write dist from the app file, or say what is stale',
    load: async () => (await import('./synth.ts')).synthCommand,
  },
  check: {
    usage: 'check [PATH…]',
    about: 'check what is written, dist unless given',
    load: async () => (await import('./check.ts')).checkCommand,
  },
};
