import type { Access } from '../contract/access.ts';
import { ownPackage } from '../contract/package.ts';
import { printableLine } from '../contract/printable.ts';
import { Code, literal, quoted } from '../scaffold/literal.ts';
import type { Planned } from '../scaffold/planned.ts';
import type { Draft } from './draft.ts';

/** What an app file exports: never the name of the function that makes the app. */
export const exportName = (name: string): string => `${camel(name)}App`;

const camel = (name: string): string => name.replace(/-+(.)/g, (_, letter: string) => letter.toUpperCase());

/** The file of a login in `apps/`. */
export function appFile(draft: Draft, folder: string): Planned {
  const { name, integration, options, found, unknown } = draft;
  const call = camel(integration);
  const access = options['access'] as Access | undefined;
  const helper = access === undefined ? undefined : access.kind;
  const shown = Object.fromEntries(
    Object.entries(options).map(([key, value]) => [key, key === 'access' && access !== undefined ? new Code(accessCall(access)) : value]),
  );
  const places = [...new Set([found.client?.place.at.file, found.login?.object.file].filter((file) => file !== undefined))];
  const lines = Object.entries(shown).filter(([, value]) => value !== undefined);
  return {
    path: `${folder}/${name}.ts`,
    text: [
      `import { ${[call, ...(helper === undefined ? [] : [helper])].sort().join(', ')} } from ${quoted(ownPackage().name)};\n\n`,
      `// Found in ${printableLine(places.join(' and '))}.\n`,
      ...unknown.map((one) => `// Not known, please check: ${printableLine(one)}.\n`),
      `export const ${exportName(name)} = ${call}({\n${lines.map(([key, value]) => `  ${key}: ${literal(value, '  ', 120)},\n`).join('')}});\n`,
    ].join(''),
  };
}

const accessCall = (access: Access): string => (access.kind === 'groups' ? `groups(${access.groups.map(quoted).join(', ')})` : `${access.kind}()`);
