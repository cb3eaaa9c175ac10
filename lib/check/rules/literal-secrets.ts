import { addTo } from '../../contract/add-to.ts';
import type { Located } from '../../contract/observed.ts';
import { Reader } from '../../manifest/reader.ts';
import type { Repository } from '../../repository/repository.ts';
import type { Report, Rule } from '../../repository/rule.ts';
import { type Literal, literalsIn } from '../literals-in.ts';

const why = 'Anyone who can read the repository, including its history, can use it.';
const fix = 'read it from a Secret (External Secrets, SOPS, Sealed Secrets), and replace the value: the history keeps this one';
const source = '[Flux: secrets management](https://fluxcd.io/flux/security/secrets-management/)';

export const literalSecretsRules: readonly Rule[] = [
  {
    code: 'secret-literal',
    severity: 'error',
    needs: [],
    title: 'a secret of a login is in git in plain text',
    why,
    symptom: 'Nothing, until someone reads the repository.',
    cause:
      'A client secret, the key of sessions or a secret of the identity provider is written into values, an environment variable, a blueprint or an unencrypted Secret, or a text has the form of a token or private key. In files that pinout did not write, each file is reported once, and as a warning where it has only words such as `admin123`.',
    fix,
    more: 'Other passwords and tokens are those of [`secret-literal-other`](secret-literal-other.md).',
    source,
    find: (repository) => reportsOf(repository, true),
  },
  {
    code: 'secret-literal-other',
    severity: 'warning',
    strict: true,
    title: 'a secret that no login uses is in git in plain text',
    why,
    symptom: 'Nothing, until someone reads the repository.',
    cause: 'A password, a token or a key of something that is no login: a database, a bucket, a DNS provider. It is told by its name or its form.',
    fix,
    more: 'In files that pinout did not write, this rule runs with `--strict` only.',
    source,
    find: (repository) => reportsOf(repository, false),
  },
];

/** In files of others one line for each file: anyone who opens it sees the rest. */
function* reportsOf(repository: Repository, ofLogin: boolean): Generator<Report> {
  const ours = new Set(repository.tree.objects.flatMap((object) => (object.ours ? [object.file] : [])));
  const byFile = new Map<string, Literal[]>();
  for (const one of literalsIn(repository)) {
    if (one.ofLogin !== ofLogin) continue;
    const file = fileOf(one);
    if (ours.has(file)) yield report(one);
    else addTo(byFile, file, one);
  }
  for (const literals of byFile.values()) {
    const [first, ...more] = [...literals].sort((a, b) => Number(a.isWord === true) - Number(b.isWord === true));
    // Whoever writes `admin123` into git knows it: a demonstration, or what somebody is to replace.
    yield { ...report(first!, more.length), isSure: first!.isWord !== true };
  }
}

const fileOf = ({ at }: Literal): string => (at instanceof Reader ? at.file : (at as Located<unknown>).at.file);

const report = ({ at, what }: Literal, more = 0): Report => ({
  at,
  message: more === 0 ? `${what} is in plain text` : `${what} is in plain text, and ${more === 1 ? 'one more secret' : `${more} more secrets`} in this file`,
  expected: 'a reference to a Secret',
  received: 'a literal value',
});
