import { posix } from 'node:path';
import { addTo } from '../../contract/add-to.ts';
import { known } from '../../tree/known.ts';
import type { Rule } from '../../repository/rule.ts';

export const kustomizationsRules: readonly Rule[] = [
  {
    code: 'kustomization-entry',
    severity: 'error',
    needs: [],
    title: 'kustomization.yaml lists a file that does not exist, or omits one',
    symptom: 'Flux says `kustomize build failed: accumulating resources`, or an object is deleted from the cluster although its file exists.',
    cause:
      'A `kustomization.yaml` in dist was edited or merged by hand. It lists a file that does not exist, or omits one. The rule looks only at folders that pinout wrote.',
    fix: 'write dist again: `npm run synth`',
    source: '[kustomize: resources](https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/)',
    *find({ tree: { whole }, tree: applied, kustomizations }) {
      const tree = whole ?? applied;
      const files = new Set([...tree.documents, ...tree.broken, ...tree.unread].map(({ file }) => file));
      const ours = new Map<string, string[]>();
      for (const { file, ours: own, apiVersion } of tree.objects) if (own && !apiVersion.startsWith('kustomize.config')) addTo(ours, posix.dirname(file), file);
      for (const { file, root } of kustomizations.files) {
        const folder = posix.dirname(file);
        const own = ours.get(folder);
        // Elsewhere one may check a few files of many, or list what a pipeline adds.
        if (own === undefined) continue;
        const listed = new Set<string>();
        for (const entry of root.get('resources').items()) {
          const text = entry.text();
          if (text === undefined || text.includes('://')) continue;
          const path = posix.join(folder, text);
          listed.add(path);
          if (files.has(path) || ours.has(path) || posix.dirname(path) !== folder) continue;
          yield {
            at: entry,
            message: `${file} lists ${text}, which does not exist`,
            expected: 'a file in this folder',
            received: text,
            why: 'kustomize build fails when an entry is missing, so Flux applies nothing in the folder.',
          };
        }
        for (const path of new Set(own))
          if (!listed.has(path))
            yield {
              at: root.get('resources'),
              message: `${file} does not list ${posix.basename(path)}`,
              expected: `${posix.basename(path)} among resources`,
              received: 'nothing',
              why: 'kustomize builds only what is listed. Flux does not apply the file, and prunes what it applied from it before.',
            };
      }
    },
  },
  {
    code: 'flux-path-missing',
    severity: 'error',
    needs: ['cluster'],
    title: 'a Flux Kustomization applies a folder that does not exist',
    symptom: '`kubectl -n flux-system get kustomization` says `kustomization path not found`, and an app is never applied.',
    cause:
      '`spec.path` of a Flux Kustomization that pinout wrote is missing, or names a folder that is not in `dist`. It was edited by hand, or the folder was not committed.',
    fix: 'write dist again: `npm run synth`',
    more: 'Commit the whole folder.',
    source: 'fluxcd/kustomize-controller, internal/controller/kustomization_controller.go: `kustomization path not found`',
    *find({ objects, tree: { whole }, tree: applied }) {
      const tree = whole ?? applied;
      const folders = new Set(tree.documents.map(({ file }) => posix.dirname(file)));
      for (const { root, file, ours, apiVersion, name } of objects.of('Kustomization')) {
        // Elsewhere the path counts from a source that may be another repository.
        if (!ours || !apiVersion.startsWith('kustomize.toolkit')) continue;
        const cluster = posix.dirname(posix.dirname(file));
        const at = root.get('spec', 'path');
        const path = known(at.text());
        const parts = (path ?? '').split('/').filter((part) => part !== '');
        if (!at.exists) {
          yield {
            at: root.get('spec'),
            message: `Kustomization ${name} has no path`,
            expected: 'spec.path',
            received: 'nothing',
            why: 'Flux then applies everything in the source.',
          };
          continue;
        }
        // The path counts from the root of the source, files from here: its end is below the cluster's folder.
        if (path === undefined || parts.some((_, index) => folders.has(posix.join(cluster, ...parts.slice(index))))) continue;
        yield {
          at,
          message: `Kustomization ${name} applies ${path}, but ${cluster} has no such folder`,
          expected: 'a folder in this cluster',
          received: path,
        };
      }
    },
  },
  {
    code: 'namespace-missing',
    severity: 'error',
    needs: [],
    title: 'an object of dist has no namespace',
    why: 'Flux applies it to the namespace default, where nothing looks for it.',
    symptom: 'A host returns 404 or 503, or a pod waits for a Secret, and `kubectl get -n default` shows the missing object.',
    cause: 'An object that pinout wrote has no `metadata.namespace`. The file was edited by hand.',
    fix: 'write dist again: `npm run synth`',
    source: '[Flux: Kustomization](https://fluxcd.io/flux/components/kustomize/kustomizations/#target-namespace)',
    *find({ objects }) {
      for (const { root, ours, kind, apiVersion, name, namespace } of objects.all)
        if (
          ours &&
          !/^(?:Cluster|Namespace$|IngressClass$|GatewayClass$|CustomResourceDefinition$|StorageClass$|PersistentVolume$|PriorityClass$)|Configuration$/.test(
            kind,
          ) &&
          !apiVersion.startsWith('kustomize.config') &&
          namespace === '' &&
          root.get('metadata', 'name').exists
        )
          yield { at: root.get('metadata'), message: `${kind}/${name} has no namespace`, expected: 'metadata.namespace', received: 'nothing' };
    },
  },
];
