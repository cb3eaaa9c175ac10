import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isMap, isSeq, parseDocument } from 'yaml';
import { PinoutError, show } from '../contract/error.ts';

/** What was done about the rule: the file made, the rule put before the others, or one that is there already. */
export type RuleChange = 'made' | 'added' | 'present';

/**
 * Brings a creation rule for the encrypted Secrets into .sops.yaml: as the first one, because sops takes the first that matches. A rule that
 * matches already stays as it is.
 *
 * @param path path of .sops.yaml
 * @param folder folder of the app file, as sops sees it from there (`apps`)
 * @param recipients public age keys
 * @throws PinoutError `sops-recipient-invalid`, `sops-config-broken`
 */
export function addSopsRule(path: string, folder: string, recipients: readonly string[]): RuleChange {
  for (const recipient of recipients) checkRecipient(recipient);
  const rule = {
    path_regex: `(^|/)${folder.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}/secrets/.+\\.sops\\.yaml$`,
    encrypted_regex: '^(data|stringData)$',
    age: recipients.join(','),
  };
  const there = existsSync(path);
  const document = parseDocument(there ? readFileSync(path, 'utf8') : 'creation_rules: []\n');
  const rules = document.get('creation_rules');
  if (document.errors.length > 0 || !isMap(document.contents) || (rules !== undefined && !isSeq(rules)))
    throw new PinoutError({
      code: 'sops-config-broken',
      app: 'secrets',
      field: path,
      found: document.errors[0]?.message.split('\n')[0] ?? 'creation_rules that is not a list',
      wanted: 'YAML with a list creation_rules',
      fix: 'fix the file, or delete it',
    });
  const sample = `${folder}/secrets/home/namespace/app-oidc-1.sops.yaml`;
  if (isSeq(rules) && rules.items.some((one) => isMap(one) && matches(one.get('path_regex'), sample))) return 'present';
  const node = document.createNode(rule);
  if (isSeq(rules)) {
    rules.flow = false;
    rules.items.unshift(node);
  } else document.set('creation_rules', document.createNode([rule]));
  writeFileSync(path, document.toString({ lineWidth: 0 }));
  return there ? 'added' : 'made';
}

function matches(pattern: unknown, path: string): boolean {
  if (pattern === undefined) return true;
  try {
    return typeof pattern === 'string' && new RegExp(pattern).test(path);
  } catch {
    return false;
  }
}

function checkRecipient(recipient: string): void {
  if (/^age1[a-z0-9]{50,}$/.test(recipient)) return;
  const secret = recipient.toUpperCase().includes('SECRET');
  throw new PinoutError({
    code: 'sops-recipient-invalid',
    app: 'secrets',
    field: '--age',
    found: secret ? 'a secret key (not shown; it is now in your shell history, so create another one)' : show(recipient),
    wanted: 'a public age key, which starts with age1',
    fix: 'create a key with age-keygen -o age.agekey, and pass the public key that it prints',
  });
}
