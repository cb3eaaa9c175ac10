import { slugOf } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Two forms of issuer, and the app expects the other one. */
export const issuerModeGlobal: Rule = {
  code: 'issuer-mode-global',
  severity: 'error',
  title: 'a provider calls itself by the root address, and its app by its own',
  *run({ pairs }) {
    for (const { login, client } of pairs.all) {
      const mode = client.provider.field('issuer_mode');
      if (mode.text() !== 'global' || !login.exactIssuer || slugOf(login.issuer?.value) === undefined) continue;
      yield {
        at: mode,
        message: `${client.label} has issuer_mode: global, but ${login.label} expects the issuer ${login.issuer!.value}`,
        expected: 'issuer_mode: per_provider',
        received: 'global',
        why: 'Tokens then say the root address of authentik as their issuer, and the app compares the whole text.',
        fix: 'write issuer_mode: per_provider, or leave it out',
      };
    }
  },
};
