import type { Observed, Seen } from '../contract/observed.ts';
import { Reader } from '../manifest/reader.ts';
import type { SourceDocument } from '../manifest/source.ts';
import { celLiteral, textOfCel } from './cel-text.ts';

/**
 * Reads what kube-apiserver trusts out of AuthenticationConfigurations, as files or inside ConfigMaps: one `Observed` for each `jwt` entry and
 * audience. Prefixes and admitted groups are taken from claims, and from expressions of the common forms; what cannot be told is left out.
 *
 * @example readAuthenticationConfiguration(sourceDocuments('authentication-configuration.yaml', text))
 */
export function readAuthenticationConfiguration(documents: readonly SourceDocument[]): Observed[] {
  return documents.flatMap((document) => configurationsOf(Reader.of(document)).flatMap((root) => root.get('jwt').items().flatMap(readEntry)));
}

function configurationsOf(root: Reader): Reader[] {
  if (isConfiguration(root)) return [root];
  if (root.get('kind').text() !== 'ConfigMap') return [];
  return root
    .get('data')
    .items()
    .flatMap((item) => (item.text()?.includes('AuthenticationConfiguration') === true ? item.embedded().filter(isConfiguration) : []));
}

const isConfiguration = (root: Reader): boolean =>
  root.get('kind').text() === 'AuthenticationConfiguration' && (root.get('apiVersion').text() ?? '').startsWith('apiserver.config.k8s.io/');

function readEntry(entry: Reader): Observed[] {
  const issuer = entry.get('issuer', 'url').seenText();
  const slug = /\/application\/o\/([^/]+)\/?$/.exec(issuer?.value ?? '')?.[1];
  const mappings = entry.get('claimMappings');
  const username = prefixOf(mappings.get('username'));
  const groups = prefixOf(mappings.get('groups'));
  const access = admittedBy(entry.get('claimValidationRules'));
  const audiences = entry.get('issuer', 'audiences').items();
  const found = (clientId: Seen<string> | undefined): Observed => ({
    end: 'app',
    protocol: 'oidc',
    ...(issuer === undefined ? {} : { issuer }),
    ...(issuer === undefined || slug === undefined ? {} : { slug: { ...issuer, value: slug } }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(access === undefined ? {} : { access }),
    prefixes: { ...(username === undefined ? {} : { username }), ...(groups === undefined ? {} : { groups }) },
  });
  return audiences.length === 0 ? [found(undefined)] : audiences.map((audience) => found(audience.seenText()));
}

/** Nobody writes a longer expression by hand, and matching takes more time than its length. */
const longest = 4_000;

/** `claim` with its prefix, or an expression that puts one literal before what it yields. Without any, the prefix is empty. */
function prefixOf(mapping: Reader): Seen<string> | undefined {
  if (mapping.get('claim').text() !== undefined) return mapping.get('prefix').seenText() ?? mapping.get('claim').seen('');
  const expression = mapping.get('expression').seenText();
  if (expression === undefined || expression.value.length > longest) return undefined;
  const literals = [...expression.value.matchAll(new RegExp(`${celLiteral} ?\\+ ?[\\w(]`, 'gu'))].map((match) => textOfCel(match[1] ?? match[2] ?? ''));
  if (literals.length === 1 && literals[0] !== undefined) return { ...expression, value: literals[0] };
  return literals.length === 0 && !expression.value.includes('+') ? { ...expression, value: '' } : undefined;
}

const list = String.raw`\[((?:[^\]'"]|${celLiteral})*)\]`;
const anyOf = new RegExp(String.raw`\.exists\((\w+), \1 in ${list}\)`, 'u');
const memberOf = new RegExp(String.raw`${celLiteral} in (?:dyn\()?claims\.groups`, 'gu');

/** Groups of the first rule that asks for one of some: `exists(g, g in ['a', 'b'])`, or `'a' in claims.groups || …`. */
function admittedBy(rules: Reader): Observed['access'] | undefined {
  for (const rule of rules.items()) {
    const expression = rule.get('expression').seenText();
    if (!expression?.value.includes('claims.groups') || expression.value.length > longest) continue;
    const inside = anyOf.exec(expression.value)?.[2];
    const literals = inside === undefined ? [...expression.value.matchAll(memberOf)] : [...inside.matchAll(new RegExp(celLiteral, 'gu'))];
    const groups = literals.map((match) => textOfCel(match[1] ?? match[2] ?? ''));
    if (groups.length > 0 && groups.every((group) => group !== undefined)) return { ...expression, value: { kind: 'groups', groups } };
  }
  return undefined;
}
