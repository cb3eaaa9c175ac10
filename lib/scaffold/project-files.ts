import { objectOf } from '../contract/object-of.ts';
import { readFileSync } from 'node:fs';
import { PinoutError } from '../contract/error.ts';
import { ownPackage } from '../contract/package.ts';
import { printableLine } from '../contract/printable.ts';
import { Code, literal, quoted } from './literal.ts';
import { type Planned, textAt } from './planned.ts';

/** What a new project is made of. */
export interface ProjectInput {
  /** Folder of the project. */
  readonly root: string;
  /** Facts of the cluster, as `defineCluster` takes them, without its apps. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** Modules beside `apps/main.ts` and what they export, for the list of apps. */
  readonly apps: readonly { readonly file: string; readonly name: string }[];
  /** More imports of `apps/main.ts`, from pinout itself. */
  readonly imports?: readonly string[];
  /** Where npm gets pinout from, when package.json is to name it. */
  readonly from?: string;
  readonly workflow: boolean;
  /** What to look at in `apps/main.ts`, as comments. */
  readonly notes?: readonly string[];
}

/** Files of a project: what is there is kept, but for what package.json and .gitignore lack. @throws PinoutError `project-package` */
export function projectFiles(input: ProjectInput): Planned[] {
  const { root, workflow } = input;
  const ignored = ignore(textAt(root, '.gitignore'));
  return [
    packageJson(input, textAt(root, 'package.json')),
    { path: 'tsconfig.json', text: tsconfig },
    ...(ignored === undefined ? [] : [ignored]),
    ...(workflow ? [{ path: '.github/workflows/pinout.yml', text: readFileSync(workflowFile, 'utf8').replace(/^# For your own repository.*\n/, '') }] : []),
    mainFile(input),
  ];
}

/** `apps/main.ts`: the cluster, one line for each fact, and its list of apps. */
export function mainFile({ facts, apps, imports = [], notes = [] }: Pick<ProjectInput, 'facts' | 'apps' | 'imports' | 'notes'>): Planned {
  const entries: [string, unknown][] = [...Object.entries(facts).filter(([, value]) => value !== undefined), ['apps', apps.map(({ name }) => new Code(name))]];
  return {
    path: 'apps/main.ts',
    text: [
      `import { ${['defineCluster', ...imports].sort().join(', ')} } from ${quoted(ownPackage().name)};\n`,
      ...apps.map(({ file, name }) => `import { ${name} } from ${quoted(`./${file}`)};\n`),
      `\n${notes.map((one) => `// Check this: ${printableLine(one)}.\n`).join('')}export default defineCluster({\n${entries.map(([key, value]) => `  ${key}: ${literal(value, '  ', 140)},\n`).join('')}});\n`,
    ].join(''),
  };
}

const workflowFile = new URL('../../.github/workflows/pr.yml', import.meta.url);

const tsconfig = `{
  "compilerOptions": {
    "module": "NodeNext",
    "target": "ES2022",
    "strict": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "types": []
  },
  "include": ["apps"]
}
`;

const scripts = { synth: 'pinout synth', check: 'pinout synth --check && pinout validate dist && pinout check' };

/** package.json with what it lacks: nothing that is there is changed. */
function packageJson({ root, from }: ProjectInput, before: string | undefined): Planned {
  const path = 'package.json';
  const own = ownPackage().name;
  const needed = from === undefined ? {} : { dependencies: { [own]: from } };
  if (before === undefined) return { path, text: `${JSON.stringify({ name: nameOf(root), private: true, type: 'module', scripts, ...needed }, null, 2)}\n` };
  const found = parsed(before);
  const has = ['dependencies', 'devDependencies', 'optionalDependencies'].some((list) => Object.hasOwn(objectOf(found[list]), own));
  const added = {
    ...found,
    scripts: {
      ...objectOf(found['scripts']),
      ...Object.fromEntries(Object.entries(scripts).filter(([name]) => !Object.hasOwn(objectOf(found['scripts']), name))),
    },
    ...(from === undefined || has ? {} : { dependencies: { ...objectOf(found['dependencies']), [own]: from } }),
  };
  const text = `${JSON.stringify(added, null, /^([ \t]+)"/m.exec(before)?.[1] ?? 2)}\n`;
  const isSame = JSON.stringify(added) === JSON.stringify(found);
  return { path, text: isSame ? before : text, before };
}

/** @throws PinoutError `project-package` */
function parsed(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  throw new PinoutError({
    code: 'project-package',
    app: 'cluster',
    field: 'package.json',
    found: value === undefined ? 'a text that is no JSON' : 'something else than an object',
    wanted: 'an object in JSON, or no package.json',
    fix: 'repair it, then run pinout init again; nothing was written',
  });
}

const nameOf = (root: string): string =>
  (root.split(/[\\/]/).findLast((part) => part !== '') ?? '')
    .slice(0, 255)
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join('-')
    .slice(0, 100) || 'home-lab';

/** What git is to leave out: only the line that is not there. */
function ignore(before: string | undefined): Planned | undefined {
  const line = 'node_modules/';
  if (before === undefined) return { path: '.gitignore', text: `${line}\n` };
  if (before.split(/\r?\n/).some((one) => /^\/?node_modules\/?$/.test(one.trim()))) return undefined;
  return { path: '.gitignore', text: `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${line}\n`, before };
}
