import { compareText } from '../contract/access.ts';
import type { Finding } from '../contract/finding.ts';
import { isBlueprint, validateBlueprint } from './blueprint/blueprint.ts';
import { embeddedOffset } from './embedded.ts';
import { Lines, offsetOfPath } from './locate.ts';
import { type Fact, factsOf } from './chart/facts.ts';
import { kubeadmPatch } from './kubeadm-patch.ts';
import { type Parsed, parseYaml } from './parse.ts';
import { validateJsonPatch, validatePart } from './patch.ts';
import { findingOf } from './to-finding.ts';
import { type Fault, isMap, type ObjectOptions, validateObject } from './validate-object.ts';

export type ValidateOptions = ObjectOptions;

export interface TextResult {
  readonly findings: readonly Finding[];
  readonly documents: number;
  /** What the text says about charts: the values of releases are judged when all files are read. */
  readonly facts: readonly Fact[];
}

/** Every finding in the text of one file, with the line and column of the node that each is about, in the order of the text. */
export function validateText(file: string, text: string, options: ValidateOptions): TextResult {
  const findings: Finding[] = [];
  let lines: Lines | undefined;
  const facts: Fact[] = [];
  let documents = 0;
  for (const [index, parsed] of parseYaml(text).entries()) {
    // `---` with nothing after it is no document to anybody.
    if (parsed.root >= 0 && parsed.value === null && parsed.faults.length === 0) continue;
    documents += 1;
    facts.push(...factsOf(file, index, parsed));
    const faults = faultsOf(file, parsed, options);
    if (faults.length === 0) continue;
    lines ??= new Lines(text);
    for (const fault of faults) {
      const offset = fault.offset ?? offsetOfPath(parsed, fault.path, fault.key === true ? 'key' : 'value');
      findings.push(findingOf(file, fault, lines.at(offset)));
    }
  }
  findings.sort((a, b) => a.line! - b.line! || a.column! - b.column! || compareText(a.code, b.code));
  return { findings, documents, facts };
}

/** A fault, and where it stands when that is no path of the document. */
export type Placed = Fault & { readonly offset?: number };

function faultsOf(file: string, parsed: Parsed, options: ValidateOptions): Placed[] {
  const { value, text, base, root } = parsed;
  if (root < 0) return yamlFaults(parsed);
  if (isBlueprint(value)) {
    // authentik's reader is another one than Kubernetes'.
    const again = base === 0 ? parseYaml(text, 'pyyaml').find((one) => one.root === root) : undefined;
    return blueprintFaults(again ?? parsed);
  }
  return [...yamlFaults(parsed), ...objectFaults(file, value, options), ...blueprintsIn(parsed)];
}

function objectFaults(file: string, value: unknown, options: ValidateOptions): Fault[] {
  const patch = kubeadmPatch(file, value);
  switch (patch?.type) {
    case 'json':
      return validateJsonPatch(value);
    case 'part':
      return validatePart(patch.value, options);
    case 'unknown':
      return [];
    case undefined:
      return validateObject(asObject(file, value), options);
  }
}

function yamlFaults({ faults, base }: Parsed): Placed[] {
  return faults.map(({ code, offset, path, message }) => ({ code, path, message, offset: base + offset, fix: fixes[code] }));
}

const fixes = {
  'yaml-broken': 'repair the YAML',
  'yaml-duplicate-key': 'keep one of them: readers take the last, or refuse the file',
  'yaml-tag-unknown': 'take the tag out; a blueprint belongs into a ConfigMap, as text',
} as const;

function blueprintFaults(parsed: Parsed): Placed[] {
  return [...yamlFaults(parsed).filter(({ code }) => code !== 'yaml-tag-unknown'), ...validateBlueprint(parsed.value)];
}

/** Blueprints that ConfigMaps and Secrets hold as text, with the places that the text has in this file. */
function blueprintsIn(outer: Parsed): Placed[] {
  const { value } = outer;
  if (!isMap(value) || (value['kind'] !== 'ConfigMap' && value['kind'] !== 'Secret')) return [];
  return ['data', 'stringData'].flatMap((field) => {
    const data = value[field];
    if (!isMap(data) || (field === 'data' && value['kind'] === 'Secret')) return [];
    return Object.entries(data).flatMap(([key, text]) => {
      if (typeof text !== 'string' || !/^entries:/m.test(text)) return [];
      const path = [field, key];
      return parseYaml(text, 'pyyaml').flatMap((inner) => {
        const isBroken = inner.root < 0 && /^\s*(?:-\s+)?model:/m.test(text);
        if (!isBroken && !isBlueprint(inner.value)) return [];
        const faults = inner.root < 0 ? yamlFaults(inner) : blueprintFaults(inner);
        return faults.map((fault): Placed => {
          const offset = fault.offset ?? offsetOfPath(inner, fault.path, fault.key === true ? 'key' : 'value');
          return { ...fault, path: [...path, ...fault.path], offset: embeddedOffset(outer, path, text, offset) };
        });
      });
    });
  });
}

/** Kustomize fills in what a file of its own name leaves out. */
function asObject(file: string, value: unknown): unknown {
  if (!/(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(file) || !isMap(value)) return value;
  const kind = value['kind'] ?? 'Kustomization';
  return { apiVersion: `kustomize.config.k8s.io/${kind === 'Component' ? 'v1alpha1' : 'v1beta1'}`, kind, ...value };
}
