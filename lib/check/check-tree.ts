import type { Finding } from '../contract/finding.ts';
import type { SourceDocument } from '../manifest/source.ts';
import { clustersOf } from '../tree/clusters-of.ts';
import { withOwnRules } from './define-rule.ts';
import { guardedFindings, guardedRepository } from './guarded.ts';
import type { GivenVersions, RunningVersions } from '../repository/versions.ts';
import { rules } from './registry.ts';
import type { Repository } from '../repository/repository.ts';
import type { Origin } from '../tree/origin.ts';
import type { Rule } from '../repository/rule.ts';
import type { IdentityProvider } from '../idp/identity-provider.ts';
import type { AppReader } from '../login/app-reader.ts';
import { judgedBySchema } from './judged-by-schema.ts';
import { withoutRefused } from './refused-fields.ts';
import { isClosed } from './is-closed.ts';
import type { LoginRow } from './login-row.ts';
import { loginRowsOf } from './login-rows.ts';
import { suppress, suppressionsOf } from './suppression.ts';
import type { TreeFile } from '../tree/tree-files.ts';
import { readTree, type Tree, treeOf } from '../tree/tree.ts';
import { grouped } from '../contract/grouped.ts';
import type { IdpEnd } from '../login/idp-end.ts';
import { pairsOf } from '../repository/pairs.ts';
import { servedHosts } from '../repository/served-hosts.ts';
import { originsOfClient, originsOfLogin } from '../repository/secret-origins.ts';

/** What to check, and with which rules. */
export interface CheckOptions {
  /** Codes of the rules to run; all unless given. */
  readonly only?: readonly string[];
  /** Codes of the rules to leave out. */
  readonly ignore?: readonly string[];
  /** Runs rules about style too. What pinout wrote is judged by them in any case. */
  readonly strict?: boolean;
  /** Versions that outrank what the tree says. */
  readonly versions?: GivenVersions;
  /** Rules beside those of pinout (`defineRule`). */
  readonly rules?: readonly Rule[];
  /** Readers of apps beside those of pinout (`defineIntegration`). They are asked first. */
  readonly readers?: readonly AppReader[];
  /** Identity providers beside those of pinout (`defineIdentityProvider`). One of the same name is asked instead of pinout's. */
  readonly providers?: readonly IdentityProvider[];
  /** Folder of the user's own schemas (`pinout import`). */
  readonly imports?: string;
  /** Told what is done now: reading, and each rule. */
  readonly progress?: (text: string) => void;
  /** A cache for callers that check almost the same files repeatedly. */
  readonly parsed?: Map<string, SourceDocument[]>;
}

/** Findings, and how much was looked at. */
export interface CheckResult {
  readonly findings: readonly Finding[];
  /** What was not judged, unless it is among the findings. */
  readonly skipped: readonly Finding[];
  /** Defaults of the upstream that were kept, unless they are among the findings. */
  readonly notes: readonly Finding[];
  readonly documents: number;
  readonly rules: number;
  /** Every login that is configured in the tree. */
  readonly logins: () => readonly LoginRow[];
  readonly versions: RunningVersions;
  /** What was judged: one for each cluster. */
  readonly repositories: readonly Repository[];
}

/**
 * Checks manifests from any repository. Findings are sorted by file and line; suppressed ones carry their reason.
 *
 * @throws PinoutError `path-unreadable`
 * @example
 * const { findings, logins } = check(['clusters/home'], { ignore: ['tile-front-page'] });
 */
export function checkTree(paths: readonly string[], options: CheckOptions = {}): CheckResult {
  options.progress?.('reading the manifests');
  return check(readTree(paths), options);
}

/**
 * Checks files that were read before, for example of a pull request that is not on disk.
 *
 * @example
 * checkFiles([{ file: 'a.yaml', text: 'a: 1' }]).findings // []
 */
export function checkFiles(files: readonly TreeFile[], options: CheckOptions = {}, origin?: Origin): CheckResult {
  return check(treeOf(files, options.parsed, origin), options);
}

function check(tree: Tree, options: CheckOptions): CheckResult {
  const clusters = clustersOf(tree);
  const alone = withSharedClients(clusters.map((one) => guardedRepository(one, options)));
  const repositories = alone.map((one) => ({ ...one, siblings: alone.filter((other) => other !== one) }));
  const { only, ignore = [], strict = false } = options;
  const all = withOwnRules(rules, options.rules);
  const ours = new Set(tree.objects.flatMap((object) => (object.ours ? [object.file] : [])));
  const isFor = (rule: Rule, file: string | undefined): boolean =>
    rule.strict !== true || strict || only !== undefined || (file !== undefined && ours.has(file));
  const isAsked = (code: string): boolean => (only === undefined || only.includes(code)) && !ignore.includes(code);
  const chosen = all.filter((rule) => isAsked(rule.code) && (ours.size > 0 || isFor(rule, undefined)));
  const findings = repositories.flatMap((repository) =>
    chosen.flatMap((rule, index) => {
      options.progress?.(`checking: rule ${index + 1} of ${chosen.length} (${rule.code})`);
      return guardedFindings(rule, repository, options).filter(({ file }) => isFor(rule, file));
    }),
  );
  options.progress?.('checking: schemas');
  const judged = judgedBySchema(tree, clusters, { ours, ...(options.imports === undefined ? {} : { imports: options.imports }) });
  const refusals = judged.refusals.filter(({ finding }) => !ignore.includes(finding.code));
  // A rule that judges the same fault says it in its own words.
  const told = new Set(findings.map(codeAtLine));
  const refused = refusals.map(({ finding }) => finding).filter((finding) => isAsked(finding.code) && !told.has(codeAtLine(finding)));
  const asked = strict || only !== undefined;
  const coverage = new Set(asked ? [] : all.flatMap((rule) => (rule.coverage === true ? [rule.code] : [])));
  const choices = new Set(asked ? [] : all.flatMap((rule) => (rule.choice === undefined ? [] : [rule.code])));
  const isNote = ({ code, file }: Finding): boolean => choices.has(code) && !(file !== undefined && ours.has(file));
  const said = suppress(withoutOverlaps(inOrder([...withoutRefused(findings, refusals, chosen), ...refused, ...closedFindings(tree)])), suppressionsOf(tree));
  return {
    findings: said.filter((finding) => !coverage.has(finding.code) && !isNote(finding)),
    skipped: [...said.filter(({ code, suppressed }) => coverage.has(code) && suppressed === undefined), ...judged.notJudged],
    notes: said.filter(isNote),
    documents: tree.documents.length + tree.broken.length,
    rules: chosen.length,
    logins: () => loginRowsOf(repositories),
    repositories,
    versions: Object.assign({}, ...repositories.map((one) => one.versions)) as RunningVersions,
  };
}

const codeAtLine = ({ code, file, line }: Finding): string => JSON.stringify([code, file, line]);

/** Files and folders that could not be opened: whatever is in them was not checked. */
function closedFindings(tree: Tree): Finding[] {
  return tree.unread.flatMap(({ file, why }): Finding[] =>
    isClosed(why)
      ? [
          {
            code: 'path-unreadable',
            severity: 'error',
            file,
            message: `could not be read, so it was not checked: ${why}`,
            fix: 'make it readable for the user who runs the check, or name other paths',
            docs: 'docs/errors.md#path-unreadable',
          },
        ]
      : [],
  );
}

/** By file and place, each said once: a line that many objects are made from (a component, a base) is one fault. */
function inOrder(findings: readonly Finding[]): Finding[] {
  const once = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { code, severity, file, line, column, path, received, fix } = finding;
    const key = JSON.stringify([code, severity, file, line, column, path, received, fix]);
    const same = once.get(key);
    if (same === undefined) once.set(key, [finding]);
    else if (!same.some(({ message }) => message === finding.message)) same.push(finding);
  }
  const merged = [...once.values()].flatMap((same): Finding[] => {
    const [first, ...more] = same;
    // Without a place, or a value of its own, two messages may well be two faults.
    if (more.length === 0 || first!.line === undefined || first!.received === undefined) return same;
    return [{ ...first!, why: `${first!.why === undefined ? '' : `${first!.why} `}The same line causes ${more.length} more.` }];
  });
  return merged.sort(
    (a, b) => compare(a.file ?? '', b.file ?? '') || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || compare(a.code, b.code),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Of two rules that see one fault at one place, the second says more. */
const overlaps: readonly (readonly [string, string])[] = [
  // The placeholder is no secret: what fills it is said by the other rule.
  ['secret-literal', 'target-path-placeholder'],
  ['reference-missing', 'secret-missing'],
  ['reference-missing', 'mount-broken'],
];

/** One fault is one finding. */
function withoutOverlaps(findings: readonly Finding[]): Finding[] {
  const placeOf = ({ file, line, column }: Finding): string => `${file}:${line}:${column}`;
  const byPlace = grouped(findings, placeOf);
  return findings.filter(
    (finding) => !overlaps.some(([less, more]) => finding.code === less && byPlace.get(placeOf(finding))!.some(({ code }) => code === more)),
  );
}

/**
 * Clusters of one repository that have no clients of their own log in at the identity provider of another: one authentik for all clusters, or parts of one
 * cluster that were taken for several.
 */
function withSharedClients(repositories: readonly Repository[]): Repository[] {
  const owners = new Map<IdpEnd, Repository>(repositories.flatMap((repository) => repository.clients.map((client) => [client, repository] as const)));
  if (repositories.length < 2 || owners.size === 0) return [...repositories];
  const clients = [...owners.keys()];
  const groups = new Set(repositories.flatMap((one) => [...one.groups]));
  const groupFacts = repositories.flatMap((one) => one.groupFacts);
  const idpHosts = new Map(repositories.flatMap((one) => [...one.idpHosts]));
  return repositories.map((repository): Repository => {
    if (repository.clients.length > 0 || repository.logins.all.length === 0) return repository;
    const pairs = pairsOf(repository.logins.all, clients, {
      ofLogin: (login) => originsOfLogin(login, repository),
      ofClient: (client) => originsOfClient(client, owners.get(client)!),
      hostsOf: servedHosts(repository),
    });
    // What a client lacks is judged where it is, and its Secrets are there too: here only what both ends say is compared.
    const all = pairs.all.map((pair) => ({ ...pair, client: withoutSecrets(pair.client) }));
    return { ...repository, groups, groupFacts, idpHosts, pairs: { ...pairs, all, unpairedClients: [] } };
  });
}

const secrets: readonly string[] = ['clientSecret', 'clientIdSecret', 'makes'] satisfies (keyof IdpEnd)[];

const withoutSecrets = (client: IdpEnd): IdpEnd =>
  Object.fromEntries(Object.entries(client).filter(([field]) => !secrets.includes(field))) as unknown as IdpEnd;
