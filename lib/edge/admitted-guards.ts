import type { Reader } from '../manifest/reader.ts';
import type { ServedHost } from '../tree/edges.ts';
import type { Manifests } from '../tree/manifests.ts';

/** Annotations that an Ingress must have, and the address that it then gets. */
interface Addition {
  readonly wanted: ReadonlyMap<string, string>;
  readonly authUrl: Reader;
}

/**
 * Finds the `auth-url` that a policy of Kyverno adds to an Ingress with some annotation when it is admitted: most of its annotations are then in no file of
 * the app (kyverno.io, docs/policy-types/cluster-policy/mutate: `+(key)` adds what is not there).
 */
export function admittedGuards({ objects }: Pick<Manifests, 'objects'>): (edge: ServedHost) => Reader | undefined {
  const additions = objects
    .of('ClusterPolicy')
    .filter(({ apiVersion }) => apiVersion.startsWith('kyverno.io/'))
    .flatMap(({ root }) => root.items('spec', 'rules').flatMap(additionsOf));
  if (additions.length === 0) return () => undefined;
  return ({ form, annotations }) => {
    if (form !== 'ingress') return undefined;
    const has = ([name, value]: readonly [string, string]): boolean => {
      const said = annotations.get(name).text();
      return said !== undefined && (value === '*' || said === value);
    };
    return additions.find(({ wanted }) => [...wanted].every(has))?.authUrl;
  };
}

function additionsOf(rule: Reader): Addition[] {
  const authUrl = rule
    .get('mutate', 'patchStrategicMerge', 'metadata', 'annotations')
    .entries()
    .find(([name]) => /\/auth-url\)?$/.test(name))?.[1];
  if (authUrl === undefined) return [];
  const match = rule.get('match');
  const together = match.items('all').map((one) => one.get('resources'));
  const choices = [[match.get('resources')], ...match.items('any').map((one) => [one.get('resources')]), together];
  return choices.flatMap((resources): Addition[] => {
    const wanted = new Map(resources.flatMap((one) => one.get('annotations').entries()).map(([name, value]) => [name, value.text() ?? '']));
    const isMeant = resources.some((one) => one.items('kinds').some((kind) => /(?:^|\/)Ingress$/.test(kind.text() ?? '')));
    return isMeant && wanted.size > 0 ? [{ wanted, authUrl }] : [];
  });
}
