import type { Located } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';
import { defined } from '../tree/defined.ts';
import { fileObject, type TreeDocument } from '../tree/tree.ts';
import { walk } from '../tree/walk.ts';
import { celLiteral, textOfCel } from './cel-text.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

/** An AuthenticationConfiguration of a tree, wherever it stands. */
export interface ConfigurationFile {
  readonly root: Reader;
  /** As kube-apiserver reads it. */
  readonly text: string;
  /** Path on the node, where the same entry says it: `machine.files` of Talos, `files` of Cluster API, `write_files` of cloud-init. */
  readonly path?: Located<string>;
  /** It is a document of its own, not a text inside another one. */
  readonly alone: boolean;
}

/** Every AuthenticationConfiguration of a tree: files of their own, texts in other documents, and the field that Talos has for it. */
export function authenticationConfigurationsOf(documents: readonly TreeDocument[]): ConfigurationFile[] {
  return documents.flatMap(({ root, source }) => {
    const { text } = source.parsed;
    if (isConfiguration(root)) return [{ root, text, alone: true }];
    const isMentioned = text.includes('uthenticationConfig') && /AuthenticationConfiguration|KubeAuthenticationConfig|authenticationConfig/.test(text);
    return isMentioned && root.text('kind') !== 'CustomResourceDefinition' ? inside(root, new Set()) : [];
  });
}

/** Patches inside patches nest no deeper, and no document has more of them. */
const maxTexts = 200;

/** @param read texts that were read already: an alias may name one of them ten thousand times */
function inside(root: Reader, read: Set<string>): ConfigurationFile[] {
  // Talos 1.14 has a document for it, with the whole configuration as a map.
  const own = root.text('kind') === 'KubeAuthenticationConfig' ? root.get('configuration') : undefined;
  if (own?.exists === true) return [ofMap(own)];
  return [...walk(root)].flatMap(({ key, node, parent }): ConfigurationFile[] => {
    const text = node.text();
    if (text !== undefined) {
      if (read.has(text) || read.size === maxTexts || !/AuthenticationConfiguration|KubeAuthenticationConfig/.test(text) || !/[\n{]/.test(text)) return [];
      read.add(text);
      const path = parent.get('path').locatedText();
      return node
        .embedded()
        .flatMap((one) => (isConfiguration(one) ? [{ root: one, text: one.document.parsed.text, alone: false, ...defined({ path }) }] : inside(one, read)));
    }
    const isField = /^authenticationConfig(?:uration)?$/.test(key) && parent.key === 'apiServer';
    return (isField && node.get('jwt').exists) || isConfiguration(node) ? [ofMap(node)] : [];
  });
}

function ofMap(root: Reader): ConfigurationFile {
  const given = root.value as Readonly<Record<string, unknown>>;
  const whole =
    given['kind'] === undefined && given['jwt'] !== undefined ? { apiVersion: 'apiserver.config.k8s.io/v1', kind: 'AuthenticationConfiguration' } : {};
  return { root, text: JSON.stringify({ ...whole, ...given }), alone: false };
}

const isConfiguration = (root: Reader): boolean =>
  root.text('kind') === 'AuthenticationConfiguration' && (root.text('apiVersion') ?? '').startsWith('apiserver.config.k8s.io/');

/** The issuers that a configuration trusts: one for each `jwt` entry. */
export function trustedByFile({ root }: ConfigurationFile): TrustedIssuer[] {
  const object = { ...fileObject(root), kind: 'AuthenticationConfiguration', name: '' };
  return root.items('jwt').map((entry): TrustedIssuer => {
    const mappings = entry.get('claimMappings');
    const expressions = (name: string) => entry.items(name).flatMap((rule) => rule.text('expression') ?? []);
    return {
      form: 'file',
      object,
      root: entry,
      at: entry.get('issuer').located(undefined),
      audiences: entry.items('issuer', 'audiences').flatMap((one) => one.locatedText() ?? []),
      userRules: expressions('userValidationRules'),
      claimRules: expressions('claimValidationRules'),
      ...defined({
        url: entry.get('issuer', 'url').locatedText(),
        usernamePrefix: prefixOf(mappings.get('username')),
        groupsPrefix: prefixOf(mappings.get('groups')),
        usernameClaim: mappings.get('username', 'claim').locatedText(),
        groupsClaim: mappings.get('groups', 'claim').locatedText(),
        access: admittedBy(entry.get('claimValidationRules')),
      }),
    };
  });
}

/** Nobody writes a longer expression by hand, and matching takes more time than its length. */
const longest = 4_000;

/** The prefix beside a claim, or what an expression puts before what it yields: one literal, or nothing. */
function prefixOf(mapping: Reader): Located<string> | undefined {
  if (mapping.get('claim').exists) return mapping.get('prefix').locatedText();
  const expression = mapping.get('expression').locatedText();
  if (expression === undefined || expression.value.length > longest) return undefined;
  const literals = [...expression.value.matchAll(new RegExp(`${celLiteral} ?\\+ ?[\\w(]`, 'gu'))].map((match) => textOfCel(match[1] ?? match[2] ?? ''));
  if (literals.length === 1 && literals[0] !== undefined) return { ...expression, value: literals[0] };
  return literals.length === 0 && !expression.value.includes('+') ? { ...expression, value: '' } : undefined;
}

const list = String.raw`\[((?:[^\]'"]|${celLiteral})*)\]`;
const anyOf = new RegExp(String.raw`\.exists\(\s*(\w+)\s*,\s*\1\s+in\s+${list}\s*\)`, 'u');
const oneOf = new RegExp(String.raw`\.exists\(\s*(\w+)\s*,\s*\1\s*==\s*${celLiteral}\s*\)`, 'u');
const memberOf = new RegExp(String.raw`${celLiteral} in (?:dyn\()?claims\.groups`, 'gu');
const literal = new RegExp(celLiteral, 'gu');

/** Groups of the first rule that asks for one of some: `exists(g, g in ['a', 'b'])`, or `'a' in claims.groups || …`. */
function admittedBy(rules: Reader): TrustedIssuer['access'] {
  for (const rule of rules.items()) {
    const expression = rule.get('expression').locatedText();
    if (!expression?.value.includes('claims.groups') || expression.value.length > longest) continue;
    const { value } = expression;
    // A rule that refuses the members of a group lets nobody in by it.
    if (/!\s*(?:\(|dyn\(|claims\.groups\.)/.test(value)) continue;
    const inside = anyOf.exec(value)?.[2];
    const one = oneOf.exec(value);
    const matches = inside !== undefined ? [...inside.matchAll(literal)] : one !== null ? [[one[0], one[2], one[3]]] : [...value.matchAll(memberOf)];
    const groups = matches.map((match) => textOfCel(match[1] ?? match[2] ?? ''));
    if (groups.length > 0 && groups.every((group) => group !== undefined)) return { ...expression, value: { kind: 'groups', groups } };
  }
  return undefined;
}
