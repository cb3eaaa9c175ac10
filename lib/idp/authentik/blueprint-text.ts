import { type YAMLMap, YAMLSeq } from 'yaml';
import { compact } from '../../manifest/compact.ts';
import { withReasons } from '../../manifest/reason.ts';
import { toNode, yamlText } from '../../manifest/yaml-text.ts';
import type { Blueprint, Entry } from './entry.ts';
import { entryReasons } from './reasons.ts';

/** A blueprint as YAML. Entries that delete, and those that only ask for something, stand on one line each, so that a reviewer's eye passes over them. */
export function blueprintText(blueprint: Blueprint, comment: readonly string[] = []): string {
  const { version, metadata, entries } = blueprint;
  return yamlText({ version, metadata, entries: compact(entriesNode(entries), 2, { width: 150, entries: 6 }) }, comment);
}

function entriesNode(entries: readonly Entry[]): YAMLSeq {
  const seq = new YAMLSeq();
  seq.items = entries.map(entryNode);
  return seq;
}

function entryNode({ model, state, id, conditions, identifiers, attrs }: Entry): YAMLMap {
  const node = toNode({ model, state, id, conditions, identifiers, attrs }) as YAMLMap;
  if (state === 'absent' || state === 'created') node.flow = true;
  return withReasons(node, model, entryReasons);
}
