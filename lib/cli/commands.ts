import type { Command } from './command.ts';
import type { specs } from './specs.ts';

/** Where each command is. Loaded when it is called, so that none pays for what another imports. */
export const commands: Readonly<Record<keyof typeof specs, () => Promise<Command>>> = {
  init: async () => (await import('./init.ts')).initCommand,
  adopt: async () => (await import('./adopt.ts')).adoptCommand,
  synth: async () => (await import('./synth.ts')).synthCommand,
  check: async () => (await import('./check.ts')).checkCommand,
  diff: async () => (await import('./diff.ts')).diffCommand,
  who: async () => (await import('./who.ts')).whoCommand,
  map: async () => (await import('./map.ts')).mapCommand,
  secrets: async () => (await import('./secrets.ts')).secretsCommand,
  validate: async () => (await import('./validate.ts')).validateCommand,
  explain: async () => (await import('./explain.ts')).explainCommand,
  import: async () => (await import('./import.ts')).importCommand,
  completion: async () => (await import('./completion.ts')).completionCommand,
  'new-idp': async () => (await import('./new-idp.ts')).newIdpCommand,
  'new-integration': async () => (await import('./new-integration.ts')).newIntegrationCommand,
};
