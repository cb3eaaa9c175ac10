import { known } from './known.ts';

/**
 * What a text under the key of a secret is: the secret itself, a placeholder that somebody is to replace, or neither (a variable, a template,
 * the path of a file, encrypted text).
 */
export function secretTextOf(text: string | undefined): 'secret' | 'placeholder' | undefined {
  const value = known(text);
  // A whole file that SOPS encrypted is JSON with the text inside.
  if (
    value === undefined ||
    value.length <= 3 ||
    value.includes('ENC[AES256_GCM,') ||
    /^[a-z][a-z0-9+]*:\/\//.test(value) ||
    /^(?:file|env|vault|ref\+\w+):|^os\.environ\/|^\/|^\$|^%|^@|^!/.test(value) ||
    elsewhere.test(value)
  )
    return undefined;
  return placeholder.test(value) ? 'placeholder' : 'secret';
}

/**
 * What names a secret in a store (AWS, Google, Bitwarden, SOPS by vals), is encrypted (ejson), is filled in by a pipeline (`[[ name ]]`, `#{name}#`, `{NAME}`), or
 * says where the secret comes from.
 */
const elsewhere =
  /^(?:arn:aws|urn|ssm|gcp|gcpsm|awssm|bws|sops|k8s|secret|ejson|enc|vals!ref\+\w{1,30}):|^projects\/[^/\s]{1,100}\/secrets\/|^EJ\[\d|^\[\[[^\n]*\]\]$|^#\{[^\n]*\}#?$|^\{[A-Z][A-Z0-9_]{2,60}\}$|^(?:see|from|provided|set|get|taken|filled|injected|managed|comes)[-_ ](?:by|in|from|with|via|vault|secret|sealed|external|bitwarden)/i;

/** Words with which people mark what is not filled in. Of a known example secret such as `hunter2` nobody can tell. */
const placeholder =
  /change[-_ ]?(?:me|this|it|in[-_ ])|replace[-_ ]?(?:me|this|with)|auto[-_ ]?replace|place[-_ ]?holder|(?:^|[-_ ])your[-_ ]|[-_ ]goes[-_ ]here|insert[-_ ]|^(?:removed|redacted)[-_ ]|not[-_ ]?(?:used|needed|required)|^(?:x{4,}|[*•]{4,}|\.{4,}|todo|tbd|redacted|dummy|example)$|^<[^\n]*>$|^__\w{1,60}__$/i;

/**
 * Whether the value of a chart names the key of a Secret: `keys: { clientSecret: client-secret }` says where to look, as
 * `existingSecretKey` and `secretKeyRef` do. Words joined by `-`, `_` or `.` of which the last says what is kept there.
 */
export function namesSecretKey(text: string | undefined): boolean {
  return text !== undefined && text.length < 80 && /^[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*[-_.](?:secret|key|token|password|oauth|oidc|credentials)$/i.test(text);
}
