import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isOwnRule } from '../check/define-rule.ts';
import { PinoutError } from '../contract/error.ts';
import { isDefinedIdentityProvider } from '../idp/define-identity-provider.ts';
import type { IdentityProvider } from '../idp/identity-provider.ts';
import { isDefinedIntegration } from '../integrations/define-integration.ts';
import type { Integration } from '../integrations/integration.ts';
import type { Rule } from '../repository/rule.ts';
import { runModule } from '../synth/run-app-file.ts';

/** What files of the user define beside pinout's own. */
export interface Definitions {
  readonly integrations: readonly Integration<unknown>[];
  readonly providers: readonly IdentityProvider[];
  readonly rules: readonly Rule[];
}

/**
 * Runs files with `defineIntegration`, `defineIdentityProvider` and `defineRule`, and returns what they export of these.
 *
 * @throws PinoutError `app-file-missing`, `definitions-missing`, and what `runModule` refuses
 */
export async function loadDefinitions(command: string, files: readonly string[]): Promise<Definitions> {
  const found = { integrations: new Map<string, Integration<unknown>>(), providers: new Map<string, IdentityProvider>(), rules: new Map<string, Rule>() };
  for (const file of files) {
    const path = resolve(file);
    const at = { app: command, field: '--integrations', place: { file } } as const;
    if (!existsSync(path))
      throw new PinoutError({
        ...at,
        code: 'app-file-missing',
        found: 'missing',
        wanted: 'a file with defineIntegration, defineIdentityProvider or defineRule',
        fix: 'name an existing file',
      });
    const exported = Object.values(await runModule(path));
    const integrations = exported.filter(isDefinedIntegration);
    const providers = exported.filter(isDefinedIdentityProvider);
    const rules = [...exported.filter(isOwnRule), ...[...integrations, ...providers].flatMap((one) => one.rules)];
    if (integrations.length + providers.length + rules.length === 0)
      throw new PinoutError({
        ...at,
        code: 'definitions-missing',
        found: 'a file without such an export',
        wanted: 'an export that defineIntegration, defineIdentityProvider or defineRule returned',
        fix: 'write export const NAME = defineIntegration({ … })',
      });
    for (const { integration } of integrations) found.integrations.set(integration.name, integration);
    for (const { provider } of providers) found.providers.set(provider.facts.name, provider);
    for (const rule of rules) found.rules.set(rule.code, rule);
  }
  return { integrations: [...found.integrations.values()], providers: [...found.providers.values()], rules: [...found.rules.values()] };
}
