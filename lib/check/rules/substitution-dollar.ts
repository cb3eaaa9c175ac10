import { fluxLayersOf } from '../model/flux-layers.ts';
import { textsOf, walk } from '../../tree/walk.ts';
import type { Rule } from '../rule.ts';

/** Substitution touches every ${…}. */
export const substitutionDollar: Rule = {
  code: 'substitution-dollar',
  severity: 'error',
  title: 'Flux fills in a variable that nobody sets',
  *run(repository) {
    // Parents may patch variables in, which files do not show.
    if (repository.objects.of('Kustomization').some(({ root }) => /postBuild|substituteFrom/.test(textsOf(root.get('spec', 'patches'))))) return;
    for (const layer of fluxLayersOf(repository)) {
      const post = layer.object.root.get('spec', 'postBuild');
      if (!post.exists || post.get('substituteFrom').items().length > 0) continue;
      const names = new Set(post.get('substitute').keys());
      for (const object of layer.objects) {
        const off = ['annotations', 'labels'].some((key) => object.root.get('metadata', key, 'kustomize.toolkit.fluxcd.io/substitute').text() === 'disabled');
        if (off) continue;
        for (const { node } of walk(object.root)) {
          const text = node.text();
          if (text?.includes('${') !== true) continue;
          const found = [...text.matchAll(/(?<!\$)\$\{([^}]{0,1000})\}/g)].map(([all, inner = '']) => ({
            all,
            name: /^[_a-zA-Z][_a-zA-Z0-9]*/.exec(inner)?.[0],
            plain: /^[_a-zA-Z][_a-zA-Z0-9]*(?:$|:?[-=+?])/.test(inner),
          }));
          const wrong = found.find(
            ({ name, plain, all }) => name === undefined || !plain || (!names.has(name) && !/:?[-=]/.test(all.slice(2 + name.length, 4 + name.length))),
          );
          if (wrong === undefined) continue;
          yield {
            at: node,
            message: `${object.kind}/${object.name} holds ${wrong.all}, which ${layer.object.kind}/${layer.object.name} fills in`,
            expected: `a variable of postBuild (${[...names].join(', ')}), or $\${…}`,
            received: wrong.all,
            why: 'Once postBuild is set, every ${…} of every object is filled in. An unknown one is an error from Flux 2.9 on, and empty text before.',
            fix: `write $${wrong.all}, or annotate the object with kustomize.toolkit.fluxcd.io/substitute: disabled`,
          };
        }
      }
    }
  },
};
