import { posix } from 'node:path';
import { addTo } from '../../contract/add-to.ts';
import type { Gap } from '../../tree/kustomize/files.ts';
import type { Rule } from '../../repository/rule.ts';
import type { Tree } from '../../tree/tree.ts';

export const appliedRules: readonly Rule[] = [
  {
    code: 'not-applied',
    severity: 'info',
    coverage: true,
    title: 'files that nothing applies were not judged',
    why: 'No kustomization lists them, and no Flux Kustomization or Argo CD Application reaches them, so the cluster never sees them.',
    symptom: '`pinout check` reports nothing for a file although something in it is wrong, and says that the file is not applied.',
    cause:
      'The file is next to a `kustomization.yaml` that does not list it, next to the `Chart.yaml` of a chart that Argo CD installs, in a folder that no Flux Kustomization reaches, that no Application of Argo CD takes, or in a folder for examples, archives or tests. Flux paths are relative to the root of the git repository: the nearest folder with `.git`.',
    fix: 'list them in a kustomization.yaml if they are meant to be applied',
    more: 'Or add a Flux Kustomization for the folder. Do nothing if the file is an example or was disabled on purpose.',
    source: '[Flux: Kustomization, path](https://fluxcd.io/flux/components/kustomize/kustomizations/#path)',
    *find({ tree }) {
      const own = ownFiles(tree);
      const files = (tree.notApplied ?? []).filter((file) => !own.has(file));
      const [first] = files;
      if (first === undefined) return;
      const folders = [...new Set(files.map((file) => posix.dirname(file)))];
      const named = folders.slice(0, maxListed).join(', ') + (folders.length > maxListed ? ` and ${folders.length - maxListed} more` : '');
      yield { at: { file: first }, message: files.length === 1 ? `${first} is not applied` : `${files.length} files are not applied; they are in ${named}` };
    },
  },
  {
    code: 'kustomize-unknown',
    severity: 'info',
    coverage: true,
    title: 'a part of a kustomization was not evaluated',
    why: 'pinout does not know what kustomize makes of it, so it reports nothing about it.',
    symptom: '`pinout check` says that it did not evaluate a base, a patch or a field of a `kustomization.yaml`.',
    cause:
      'A base, component or resource is remote (a URL, another repository), a listed file does not exist, a patch matches no object, or the kustomization uses `crds`, `openapi`, a `vars` entry whose field does not exist, or a plugin that is not built into kustomize.',
    fix: 'nothing if it is correct; to check it all, run kustomize build and check its output',
    more: 'That is `kustomize build FOLDER > out.yaml && pinout check out.yaml`. Without it, `pinout check` checks the rest.',
    source: '[kustomize: kustomization file](https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/)',
    *find({ tree }) {
      const kinds = new Map<Gap['kind'], Gap[]>();
      const [seen, own] = [new Set<string>(), ownFiles(tree)];
      for (const gap of tree.gaps ?? []) {
        // What a shell makes before the build, or an empty file that keeps a folder.
        if (own.has(gap.at.file) || (gap.kind === 'missing' && posix.basename(gap.text).startsWith('.'))) continue;
        const key = `${gap.at.file} ${gap.text}`;
        if (seen.has(key)) continue;
        seen.add(key);
        addTo(kinds, gap.kind, gap);
      }
      for (const [kind, gaps] of kinds) {
        const [first] = gaps;
        const texts = [...new Set(gaps.map(({ text }) => text))];
        const named = texts.slice(0, maxListed).join(', ') + (texts.length > maxListed ? ` and ${texts.length - maxListed} more` : '');
        yield { at: first!.at, message: `${words[kind]}: ${named}` };
      }
    },
  },
];

/** What pinout wrote has rules of its own: `kustomization-entry`, `flux-path-missing`. */
const ownFiles = ({ whole }: Tree): ReadonlySet<string> => new Set(whole?.objects.flatMap(({ ours, file }) => (ours ? [file] : [])));

/** More names than this make a line that nobody reads. */
const maxListed = 5;

const words: Readonly<Record<Gap['kind'], string>> = {
  remote: 'remote, not read',
  missing: 'listed but missing',
  patch: 'patches that match no object or cannot be applied',
  unsupported: 'not evaluated',
};
