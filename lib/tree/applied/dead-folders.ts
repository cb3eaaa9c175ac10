/**
 * Names of folders of which nobody expects that they are applied: examples, archives, tests. They count only where nothing applies what is in them, and only
 * below the folder that is checked.
 */
const dead =
  /^(?:[._-]?(?:archived?|attic|deprecated|disabled|unused|old|backups?|graveyard|docs?|documentation|examples?|samples?|tests?|unittests?|testdata|fixtures|e2e|scaffold(?:ing)?|boilerplate|tmpl|specs|proposals?|experiments?|playground|(?:examples?|samples?)[ _-]\w+|[a-z0-9-]{1,40}[ _](?:examples?|samples?)(?:[ _-]\w+)?)|_.+)$/i;

/** Files that are there to be copied: `secret.example.yaml`, `secret_example.yaml`, `my-secrets-template.yaml`. */
const deadFile =
  /[._-](?:example|sample|dummy)\.(?:ya?ml|json)$|^(?:example|sample|dummy)[_-]|^_?tmp[-_.]|[._-](?:secrets?|values|config)[_-]template\.(?:ya?ml|json)$|\.(?:template|tmpl|tpl|gotmpl|tftpl|ftl|j2|jinja2?|erb|mustache|dist|bak|disabled|orig)\.(?:ya?ml|json)$|\.(?:ya?ml|json)\.(?:example|sample)$/i;

/** Names that a template engine or a hand fills in: `<APP_NAME>`, `{{ .app }}`, `{{cookiecutter.app}}`, `[[ app ]]`. */
const placeholder = /<[A-Za-z][\w .-]*>|\{\{|\[\[|\{%/;

/** `kubernetes/specs` are specifications of what runs, and none of a program. */
const ofManifests = /^(?:kubernetes|k8s|k3s|manifests|deploy|clusters?)$/;

/** Values and manifests for tests of a chart that lies here (helm/chart-testing, README.md: `ci`). Whoever installs the chart takes none of them. */
export const isTestOfChart = (path: string): boolean => /(?:^|\/)charts\/[^/]+\/ci\//.test(path);

export function isDead(path: string, roots: readonly string[]): boolean {
  const root =
    roots.length === 1 && roots[0] === '.'
      ? '.'
      : (roots.filter((one) => one === '.' || path === one || path.startsWith(`${one}/`)).sort((a, b) => b.length - a.length)[0] ?? '.');
  const below = root === '.' ? path : path.slice(root.length + 1);
  const parts = below.split('/');
  return (
    deadFile.test(parts.at(-1)!) ||
    isTestOfChart(below) ||
    parts.slice(0, -1).some((part, index) => dead.test(part) && !(part === 'specs' && ofManifests.test(parts[index - 1] ?? ''))) ||
    parts.some((part) => placeholder.test(part))
  );
}
