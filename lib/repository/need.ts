import type { Finding, Severity } from '../contract/finding.ts';
import type { Reader } from '../manifest/reader.ts';
import type { Variable } from '../tree/environment.ts';
import type { Manifests } from '../tree/manifests.ts';
import { textsOfObject } from '../tree/object-texts.ts';
import { perTree } from '../tree/per-tree.ts';
import { hidesValues } from '../tree/release.ts';
import type { TreeObject } from '../tree/tree.ts';
import { walk } from '../tree/walk.ts';
import type { Repository } from './repository.ts';

/**
 * What has to be read, beside the lines that a finding points at, before it is sure.
 *
 * `cluster`: that nothing else brings what is missed here. A tree that pinout wrote holds all; a tree of somebody else never says so: another
 * repository, Terraform, an operator or a hand may bring it.
 * `app`: all settings of the app, when one of them is missed. What comes from a Secret, or from a values file that is elsewhere, may hold it; and a
 * variable as a whole may be anything.
 * `front`: that browsers meet the cluster itself. A proxy or tunnel in front (Cloudflare) has a certificate of its own, and may ask who somebody is.
 * `state`: what the app keeps itself, on its volume or in its database: a setting that git lacks may have been made there.
 * `session`: that people mind. They sign in once more, and the login itself works.
 */
export type Need = 'cluster' | 'app' | 'front' | 'state' | 'session';

/** How grave a finding may be at most where what it needs was not read; `silent` says nothing at all. */
const most: Readonly<Record<Need, Severity | 'silent'>> = { cluster: 'warning', app: 'silent', front: 'warning', state: 'warning', session: 'warning' };

/** Findings about files of others that need what was not read: less grave, or left out. */
export function withoutUnread(findings: readonly Finding[], needs: readonly Need[], repository: Repository): Finding[] {
  const { ours, hiding, suspended } = readIn(repository);
  return findings.flatMap((finding): Finding[] => {
    if (finding.file !== undefined && ours.has(finding.file)) return [finding];
    if (isAbsence(finding) && isSaidElsewhere(finding, repository)) return [];
    let { severity } = finding;
    // What is suspended is not applied now, and may be so because it does not work.
    if (severity === 'error' && finding.file !== undefined && suspended.has(finding.file)) severity = 'warning';
    for (const need of needs) {
      const lowered = most[need];
      if (need === 'app' && !isOpaque(finding) && !(isAbsence(finding) && finding.file !== undefined && hiding.has(finding.file))) continue;
      if (lowered === 'silent') return [];
      if (severity === 'error') severity = lowered;
    }
    return [severity === finding.severity ? finding : { ...finding, severity }];
  });
}

/** Whether something is missed, and nothing is wrong with what is there. */
const isAbsence = ({ received }: Finding): boolean => received !== undefined && /^(?:nothing|none|no |the default)/.test(received);

/**
 * Whether a variable that is missed is set after all, in a form that was not read: values of a chart that is not known, a script, another file in a text,
 * a Secret whose values are hidden. Two words at least, as a name like `PORT` stands anywhere.
 */
function isSaidElsewhere({ expected = '', file, line = 1 }: Finding, repository: Repository): boolean {
  const { tree, releases, containers } = repository;
  const names = new Set([...expected.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map(([name]) => name));
  if (names.size === 0 || file === undefined) return false;
  const own = tree.documents.filter((one) => one.file === file && (one.root.located(undefined).at.line ?? 1) <= line).at(-1)?.root;
  const layered = releases.filter(({ object, layers }) => object.root === own || layers.some((layer) => layer.file === file));
  const values = layered.flatMap(({ layers }) => layers);
  const hasValue = ({ value }: Reader): boolean => value !== undefined && value !== null && value !== '';
  const isHidden = ({ env, object }: Repository['containers'][number]): boolean =>
    (object.root === own || layered.some((release) => release.object === object)) && [...names].some((name) => isElsewhere(env.get(name)));
  return (
    containers.some(isHidden) ||
    scriptsOf(repository).some((text) => [...names].some((name) => sets(text, name))) ||
    [...(own === undefined ? [] : [own]), ...values].some((root) =>
      [...walk(root)].some(({ key, node, parent }) =>
        key === 'name'
          ? names.has(node.text() ?? '') && ['value', 'valueFrom'].some((beside) => hasValue(parent.get(beside)))
          : names.has(key) && hasValue(node),
      ),
    )
  );
}

const isElsewhere = (variable: Variable | undefined): boolean =>
  variable?.value === undefined && (variable?.from !== undefined || variable?.elsewhere === true);

/** What scripts may set variables in: commands of containers, and texts of ConfigMaps (`kubectl set env … GF_SERVER_ROOT_URL=…`). */
const scriptsOf = perTree(
  ({ objects, containers }: Manifests): readonly string[] =>
    [
      ...containers.flatMap(({ args }) => args.map((one) => one.text())),
      ...objects.of('ConfigMap').flatMap((object) => textsOfObject(object).map(([, text]) => text.text())),
    ].filter((text) => text?.includes('=') === true) as readonly string[],
);

/** Whether a text sets a variable: `NAME=`, and no longer name. */
function sets(text: string, name: string): boolean {
  const at = text.indexOf(`${name}=`);
  return at !== -1 && !/[\w-]/.test(text.charAt(at - 1));
}

/** Whether what was found is filled in later as a whole. */
const isOpaque = ({ received }: Finding): boolean => received !== undefined && /^\$\{[^{}]*\}$/.test(received);

interface Read {
  readonly ours: ReadonlySet<string>;
  /** Files of which some settings are elsewhere. */
  readonly hiding: ReadonlySet<string>;
  /** Files of which all that is applied is suspended. */
  readonly suspended: ReadonlySet<string>;
}

const read = new WeakMap<Repository, Read>();

function readIn(repository: Repository): Read {
  const before = read.get(repository);
  if (before !== undefined) return before;
  const { tree, releases, containers } = repository;
  const hiding = new Set<string>();
  for (const release of releases) if (hidesValues(release)) for (const { file } of [release.object, ...release.layers]) hiding.add(file);
  for (const { hidden, object } of containers) if (hidden) hiding.add(object.file);
  const isOff = ({ root }: TreeObject): boolean => root.get('spec', 'suspend').scalar() === true || root.get('spec', 'replicas').scalar() === 0;
  const suspended = new Set<string>();
  const running = new Set<string>();
  for (const one of tree.objects) (isOff(one) || (one.layer !== undefined && isOff(one.layer)) ? suspended : running).add(one.file);
  for (const file of running) suspended.delete(file);
  const one = { suspended, ours: new Set(tree.objects.flatMap(({ ours, file }) => (ours ? [file] : []))), hiding };
  read.set(repository, one);
  return one;
}
