import type { Located } from '../../contract/observed.ts';
import { Reader } from '../../manifest/reader.ts';
import type { Repository } from '../../repository/repository.ts';
import type { Report, Rule } from '../../repository/rule.ts';
import { type Literal, literalsIn } from '../literals-in.ts';

const why = 'Whoever may read the repository, now or in its history, can use it.';
const fix = 'take it from a Secret (External Secrets, SOPS, Sealed Secrets), and make a new value: this one is known';
const source = '[Flux: secrets management](https://fluxcd.io/flux/security/secrets-management/)';

export const literalSecretsRules: readonly Rule[] = [
  {
    code: 'secret-literal',
    severity: 'error',
    needs: [],
    title: 'a secret of a login stands in git in plain text',
    why,
    fix,
    page: {
      symptom: 'Nothing, until someone reads the repository.',
      cause:
        'A client secret, the key of sessions or a secret of the identity provider is written into values, an environment variable, a blueprint or an unencrypted Secret, or a text has the form of a token or private key. In files of others each file is named once.',
      fix: 'Take it from a Secret that is made elsewhere or encrypted, and change the value: it stays in the history.',
      more: 'Other passwords and tokens are those of [`secret-literal-other`](secret-literal-other.md).',
      source,
    },
    find: (repository) => reportsOf(repository, true),
  },
  {
    code: 'secret-literal-other',
    severity: 'warning',
    strict: true,
    title: 'a secret that no login depends on stands in git in plain text',
    why,
    fix,
    page: {
      symptom: 'Nothing, until someone reads the repository.',
      cause: 'A password, a token or a key of something that is no login: a database, a bucket, a DNS provider. It is told by its name or its form.',
      fix: 'Take it from a Secret that is made elsewhere or encrypted, and change the value: it stays in the history.',
      more: 'Files of others are judged by this with `--strict` alone.',
      source,
    },
    find: (repository) => reportsOf(repository, false),
  },
];

/** In files of others one line for each file: whoever opens it sees the rest. */
function* reportsOf(repository: Repository, ofLogin: boolean): Generator<Report> {
  const ours = new Set(repository.tree.objects.flatMap((object) => (object.ours ? [object.file] : [])));
  const byFile = new Map<string, Literal[]>();
  for (const one of literalsIn(repository)) {
    if (one.ofLogin !== ofLogin) continue;
    const file = fileOf(one);
    if (ours.has(file)) yield report(one);
    else byFile.set(file, [...(byFile.get(file) ?? []), one]);
  }
  for (const [first, ...more] of byFile.values()) yield report(first!, more.length);
}

const fileOf = ({ at }: Literal): string => (at instanceof Reader ? at.file : (at as Located<unknown>).at.file);

const report = ({ at, what }: Literal, more = 0): Report => ({
  at,
  message:
    more === 0 ? `${what} is written in plain text` : `${what} is written in plain text, as ${more === 1 ? 'is one more' : `are ${more} more`} in this file`,
  expected: 'a reference to a Secret',
  received: 'a literal value',
});
