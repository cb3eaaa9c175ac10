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
  secrets: {
    usage: 'secrets init --age KEY… | add [APP…] | rotate APP   [--app apps/main.ts] [--cluster NAME]',
    about: 'encrypted values beside the app file (SOPS); rotate gives any app a new client secret',
    load: async () => (await import('./secrets.ts')).secretsCommand,
  },
};
