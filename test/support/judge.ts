import { checkFiles } from '../../lib/check/check-tree.ts';
import type { Finding } from '../../lib/contract/finding.ts';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import { authenticationFaults } from '../../lib/schema/authentication.ts';
import type { Fact } from '../../lib/schema/chart/facts.ts';
import { releaseFindings } from '../../lib/schema/chart/release-findings.ts';
import type { SourceDocument } from '../../lib/manifest/source.ts';
import { Registry } from '../../lib/schema/registry.ts';
import { validateText } from '../../lib/schema/validate-text.ts';
import { filesOf } from '../../lib/synth/files.ts';

const registry = new Registry();

/** Clusters of tests have most files in common: what was parsed or validated once, under the same name and text, is not judged again. */
const parsed = new Map<string, SourceDocument[]>();
const validated = new Map<string, ReturnType<typeof validateText>>();
const mostKept = 2000;

function validatedOnce(file: string, text: string, kubernetes: number): ReturnType<typeof validateText> {
  const key = `${kubernetes}\n${file}\n${text}`;
  const result =
    validated.get(key) ?? validateText(file, text, { registry, strictKinds: false, authentication: (value) => authenticationFaults(value, kubernetes) });
  validated.set(key, result);
  return result;
}

/** What `pinout validate` and `pinout check` say about everything that `pinout synth` writes for a cluster, without a disk between them. */
export function judged(cluster: Cluster): Finding[] {
  const files = [...filesOf(cluster, 'apps/main.ts')].map(([path, text]) => ({ file: `dist/${cluster.facts.name}/${path}`, text }));
  const kubernetes = Number(cluster.facts.versions.kubernetes.split('.')[1]);
  const facts: Fact[] = [];
  for (const kept of [parsed, validated]) if (kept.size > mostKept) kept.clear();
  const found = files
    .filter(({ file }) => file.endsWith('.yaml'))
    .flatMap(({ file, text }) => {
      const result = validatedOnce(file, text, kubernetes);
      facts.push(...result.facts);
      return result.findings;
    });
  return [
    ...found,
    ...releaseFindings(facts, 'imports', new Set(), (path) => files.find(({ file }) => file === path)!.text),
    ...checkFiles(
      files.filter(({ file }) => /\.ya?ml$|README\.md$/.test(file)),
      { parsed },
    ).findings,
  ];
}

/** Findings that are more than worth knowing, a line each. */
export const grave = (findings: readonly Finding[]): string[] =>
  findings.filter(({ severity }) => severity !== 'info').map(({ severity, code, file, line, message }) => `${severity} ${code} ${file}:${line}: ${message}`);
