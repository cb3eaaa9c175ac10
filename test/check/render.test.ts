import { describe, expect, it } from 'vitest';
import { render } from '../../lib/check/render.ts';
import type { Finding } from '../../lib/contract/finding.ts';

const findings: readonly Finding[] = [
  {
    code: 'a-rule',
    severity: 'error',
    file: 'dist/a b#1.yaml',
    line: 3,
    column: 7,
    path: 'spec.x',
    message: '50% is, too: much\nreally',
    fix: 'less',
    docs: 'docs/rules/a-rule.md',
  },
  { code: 'b-rule', severity: 'info', message: 'about nothing in particular' },
  { code: 'a-rule', severity: 'warning', file: 'x.yaml', message: 'meant so', suppressed: { reason: 'by hand' } },
];
const shown = (format: Parameters<typeof render>[0], colour = false) => render(format, findings, { version: '1.2.3', more: { documents: 2 }, colour });

describe('renderers', () => {
  it('JSON keeps everything, suppressed findings with their reason', () => {
    expect(JSON.parse(shown('json'))).toEqual({ findings, documents: 2 });
  });

  it('text says place, severity, code and fix', () => {
    expect(shown('text')).toBe(
      'dist/a b#1.yaml:3:7 error a-rule: 50% is, too: much\\u000areally\n  fix: less\n  more: pinout help a-rule\ninfo b-rule: about nothing in particular\n',
    );
    expect(shown('text')).not.toContain('\u001b');
    expect(shown('text', true)).toContain('\u001b[31merror\u001b[0m');
  });

  it('annotations escape what GitHub would take for its own', () => {
    expect(shown('github')).toBe(
      '::error file=dist/a b#1.yaml,line=3,col=7,title=a-rule::50%25 is, too: much\\u000areally%0Afix: less\n::notice title=b-rule::about nothing in particular\n',
    );
    expect(render('github', [{ code: 'a', severity: 'error', file: 'a,b:c.yaml', message: 'm' }], { version: '1' })).toContain('file=a%2Cb%3Ac.yaml');
  });

  it('SARIF has a rule for each code, a location for each result, and keeps suppressions', () => {
    const log = JSON.parse(shown('sarif')) as {
      version: string;
      runs: { tool: { driver: { rules: { id: string }[] } }; results: Record<string, unknown>[] }[];
    };
    expect(log.version).toBe('2.1.0');
    const [run] = log.runs;
    expect(run!.tool.driver.rules.map(({ id }) => id)).toEqual(['a-rule', 'b-rule']);
    expect(run!.results.map(({ level, ruleIndex }) => [level, ruleIndex])).toEqual([
      ['error', 0],
      ['note', 1],
      ['warning', 0],
    ]);
    expect(run!.results[0]).toMatchObject({
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'dist/a%20b%231.yaml' }, region: { startLine: 3, startColumn: 7 } },
          logicalLocations: [{ fullyQualifiedName: 'spec.x' }],
        },
      ],
    });
    for (const { locations } of run!.results) expect(locations).toHaveLength(1);
    expect(run!.results[2]).toMatchObject({ suppressions: [{ kind: 'inSource', justification: 'by hand' }] });
  });
});
