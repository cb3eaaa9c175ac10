import { checkFiles } from '../../lib/check/check-tree.ts';
import type { Finding } from '../../lib/contract/finding.ts';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import { authenticationFaults } from '../../lib/schema/authentication.ts';
import type { Fact } from '../../lib/schema/chart/facts.ts';
import { releaseFindings } from '../../lib/schema/chart/release-findings.ts';
import { Registry } from '../../lib/schema/registry.ts';
import { validateText } from '../../lib/schema/validate-text.ts';
import { filesOf } from '../../lib/synth/files.ts';

const registry = new Registry();

/** What `pinout validate` and `pinout check` say about everything that `pinout synth` writes for a cluster, without a disk between them. */
export function judged(cluster: Cluster): Finding[] {
  const files = [...filesOf(cluster, 'apps/main.ts')].map(([path, text]) => ({ file: `dist/${cluster.facts.name}/${path}`, text }));
  const kubernetes = Number(cluster.facts.versions.kubernetes.split('.')[1]);
  const facts: Fact[] = [];
  const found = files
    .filter(({ file }) => file.endsWith('.yaml'))
    .flatMap(({ file, text }) => {
      const result = validateText(file, text, { registry, strictKinds: false, authentication: (value) => authenticationFaults(value, kubernetes) });
      facts.push(...result.facts);
      return result.findings;
    });
  return [
    ...found,
    ...releaseFindings(facts, 'imports', (path) => files.find(({ file }) => file === path)!.text),
    ...checkFiles(files.filter(({ file }) => /\.ya?ml$|README\.md$/.test(file))).findings,
  ];
}

/** Findings that are more than worth knowing, a line each. */
export const grave = (findings: readonly Finding[]): string[] =>
  findings.filter(({ severity }) => severity !== 'info').map(({ severity, code, file, line, message }) => `${severity} ${code} ${file}:${line}: ${message}`);
