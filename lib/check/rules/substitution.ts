import { type FluxLayer, fluxLayersOf } from '../../repository/flux-layers.ts';
import type { Rule } from '../../repository/rule.ts';
import { runsAtLeast } from '../../repository/versions.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { TreeObject } from '../../tree/tree.ts';
import { isEncoded, isExempt, substitutionOf, substitutionSources } from '../../tree/applied/substitute.ts';
import { textsOf, walk } from '../../tree/walk.ts';

export const substitutionRules: readonly Rule[] = [
  {
    code: 'substitution-dollar',
    severity: 'error',
    needs: [],
    title: 'Flux substitutes a variable that is not set',
    why: 'With postBuild, Flux substitutes every ${…} in every object. An unset variable is an error since Flux 2.9, and becomes an empty string before that.',
    symptom: 'The Kustomization fails with `variable not set (strict mode)`, or parts of a script are empty.',
    cause: 'With `postBuild`, Flux substitutes every `${…}` in every object, including scripts, dashboards and expressions.',
    fix: 'write `$${…}`, set the variable, or annotate the object with `kustomize.toolkit.fluxcd.io/substitute: disabled`',
    source: '[Flux: post build variable substitution](https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution)',
    *find(repository) {
      const layers = fluxLayersOf(repository);
      const isStrict = runsAtLeast(repository.versions.flux, [2, 9]) === true;
      const source = substitutionSources(repository.objects.all);
      // What a parent patches in is known where the parent was built here.
      const brings = ({ root }: TreeObject, field: string): boolean => /postBuild|substituteFrom/.test(textsOf(root.get('spec', field)));
      const byInstance = repository.objects.of('FluxInstance').some((one) => brings(one, 'kustomize'));
      const byParents = repository.objects.of('Kustomization').some((one) => brings(one, 'patches'));
      let others: ReadonlySet<string> | undefined;
      const isFilledElsewhere = (name: string): boolean => (others ??= filledElsewhere(layers)).has(name);
      for (const { object: by, objects } of layers) {
        const substitution = substitutionOf(by, source);
        if (substitution === undefined) continue;
        const names = new Set([...substitution.values.keys(), ...substitution.hidden]);
        // What a value brings is not substituted once more.
        const values = [...substitution.values.values()].filter((value) => value.includes('${'));
        const mayHaveMore = !substitution.complete || byInstance || (byParents && by.layer === undefined);
        // Optional sources may all be missing, and then nothing is substituted.
        if (names.size === 0 && by.root.items('spec', 'postBuild', 'substituteFrom').every((one) => one.get('optional').scalar() === true)) continue;
        for (const object of objects) {
          if (isExempt(object)) continue;
          let known: ReadonlySet<string> | undefined;
          const isNamed = (name: string): boolean => (known ??= namesIn(object.root)).has(name);
          // `TZ: ${TZ}` is no placeholder of the app: somebody means Flux to fill it in.
          let given: ReadonlySet<string> | undefined;
          const isGiven = (name: string): boolean => (given ??= givenIn(object.root)).has(name);
          for (const { key, node, parent } of walk(object.root)) {
            const text = node.text();
            if (text?.includes('${') !== true || (parent.key === 'stringData' && isEncoded(object, key))) continue;
            const found = [...text.matchAll(/(?<!\$)\$\{([^}]{0,1000})\}/g)].map(({ 0: all, 1: inner = '', index }) => ({
              all,
              isComment: /^\s*(?:#|\/\/)/.test(text.slice(text.lastIndexOf('\n', index) + 1, index)),
              ...variableOf(inner),
            }));
            const unreadable = found.find(({ name, all }) => name === undefined && !values.some((value) => value.includes(all)));
            const unset = mayHaveMore
              ? undefined
              : found.find(
                  ({ all, name, hasDefault, isComment }) =>
                    name !== undefined && !names.has(name) && hasDefault !== true && !(isComment && !isStrict) && !values.some((value) => value.includes(all)),
                );
            const wrong = unreadable ?? unset;
            if (wrong === undefined) continue;
            const { all, name } = wrong;
            // The app's own placeholder is eaten whatever Flux does with the rest.
            const isOwn = name !== undefined && !/^\d/.test(name) && isNamed(name) && !isGiven(name);
            // Before 2.9 a variable that nobody sets is empty text, which people live with; and of a parent that brings it nothing may be known.
            if (name !== undefined && !isOwn && !isScript(text) && !isStrict) continue;
            if (name !== undefined && isFilledElsewhere(name)) continue;
            const [what, flux] = [`${object.kind}/${object.name} contains ${all}`, `${by.kind}/${by.name}`];
            yield {
              at: node,
              isSure: isOwn || name === undefined,
              message:
                name === undefined ? `${what}, which Flux cannot parse: ${flux} fails` : `${what}, which ${flux} substitutes, but the variable is not set`,
              expected: names.size === 0 ? '$${…}' : `a variable of postBuild (${[...names].sort().slice(0, 20).join(', ')}), or $\${…}`,
              received: all,
              fix: `write $${all}, or annotate the object with kustomize.toolkit.fluxcd.io/substitute: disabled`,
            };
          }
        }
      }
    },
  },
];

/**
 * What Flux reads between the braces; no name where it cannot parse them, and the whole Kustomization fails. github.com/fluxcd/pkg/envsubst, tried with
 * 1.4 to 1.8: of the shell's operators `-`, `+` and `?` work behind a colon alone, and there are no arrays.
 */
function variableOf(inner: string): { readonly name?: string; readonly hasDefault?: boolean } {
  const [, name, operator] = /^#?([\p{L}\d_]+)($|:|=|\^|,|[#%/])/u.exec(inner) ?? [];
  return name === undefined ? {} : { name, hasDefault: operator === '=' || /^[\p{L}\d_]+:[-=?+]/u.test(inner) };
}

/** Variables in texts of several layers that have no postBuild: what fills them in there is not in git, and may do so everywhere. */
function filledElsewhere(layers: readonly FluxLayer[]): ReadonlySet<string> {
  const seen = new Map<string, number>();
  for (const { object, objects } of layers) {
    if (object.root.get('spec', 'postBuild').exists) continue;
    const texts = objects.flatMap(({ root }) => [...walk(root)].flatMap(({ node }) => node.text() ?? []));
    const lines = texts.filter((text) => text.includes('${') && !text.includes('\n') && !isScript(text));
    for (const name of new Set(lines.flatMap((text) => [...text.matchAll(/(?<!\$)\$\{([_a-zA-Z]\w{0,200})\}/g)].map(([, name = '']) => name))))
      seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  return new Set([...seen].flatMap(([name, count]) => (count > 2 ? [name] : [])));
}

/** What a shell reads has variables of its own. */
const isScript = (text: string): boolean => /^#!|(?:^|\n|[;&|] {0,3})\s{0,20}(?:echo|export|set -e|curl|exec|if \[|cd|mkdir|cp) /.test(text.slice(0, 20_000));

/** Keys of an object, and names of the variables in its lists. */
const namesIn = (root: Reader): ReadonlySet<string> =>
  new Set([...walk(root)].flatMap(({ key, node }) => (key === 'name' && node.text() !== undefined ? [key, node.text()!] : [key])));

/** Variables that stand for the whole value under their own name. */
const givenIn = (root: Reader): ReadonlySet<string> =>
  new Set(
    [...walk(root)].flatMap(({ key, node, parent }) => {
      const name = /^\$\{(\w{1,200})\}$/.exec(node.text() ?? '')?.[1];
      return name !== undefined && (key === name || (key === 'value' && parent.text('name') === name)) ? [name] : [];
    }),
  );
