import { posix } from 'node:path';
import { addTo } from '../../contract/add-to.ts';
import { grouped } from '../../contract/grouped.ts';
import type { Gap } from '../../tree/kustomize/files.ts';
import type { Rule } from '../../repository/rule.ts';
import type { Tree, WhyIdle } from '../../tree/tree.ts';

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
      const files = [...(tree.notApplied ?? [])].filter(([file]) => !own.has(file));
      const [first] = files;
      if (first === undefined) return;
      const groups = [...grouped(files, ([, why]) => why)].sort(([, a], [, b]) => b.length - a.length);
      const parts = groups.map(
        ([why, some]) =>
          `${groups.length === 1 ? 'they are' : some.length} ${reasons[why]} (${namesOf([...new Set(some.map(([file]) => posix.dirname(file)))])})`,
      );
      yield {
        at: { file: first[0] },
        message: files.length === 1 ? `${first[0]} is not applied: it is ${reasons[first[1]]}` : `${files.length} files are not applied: ${parts.join('; ')}`,
      };
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
        yield { at: first!.at, message: `${words[kind]}: ${namesOf(texts)}` };
      }
    },
  },
];

/** What pinout wrote has rules of its own: `kustomization-entry`, `flux-path-missing`. */
const ownFiles = ({ whole }: Tree): ReadonlySet<string> => new Set(whole?.objects.flatMap(({ ours, file }) => (ours ? [file] : [])));

const namesOf = (names: readonly string[]): string =>
  names.slice(0, maxListed).join(', ') + (names.length > maxListed ? ` and ${names.length - maxListed} more` : '');

/** More names than this make a line that nobody reads. */
const maxListed = 5;

/** What is said of files that nothing applies. */
const reasons: Readonly<Record<WhyIdle, string>> = {
  example: 'in a folder for examples, archives or tests, or named like one',
  unlisted: 'not listed in the kustomization.yaml of the same folder',
  unbuilt: 'in a folder whose kustomization.yaml nothing builds',
  'unread list': 'next to a kustomization.yaml that could not be read',
  'beside a chart': 'next to a Chart.yaml or a kustomization.yaml that Argo CD builds',
  'not included': 'left out by `include` or `exclude` of the Application that takes the folder',
  unreached: 'outside every folder that Flux applies',
  'no application': 'outside every folder that Argo CD applies',
  'commented out': 'commented out in the list',
  'left out': 'not listed in the generator that takes files like it',
  unread: 'not valid YAML, and read by nothing',
};

const words: Readonly<Record<Gap['kind'], string>> = {
  remote: 'remote, not read',
  missing: 'listed but missing',
  patch: 'patches that match no object or cannot be applied',
  unsupported: 'not evaluated',
};
