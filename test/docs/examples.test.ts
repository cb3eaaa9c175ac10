import { describe, expect, it } from 'vitest';
import { clustersOf, docExamples } from '../support/doc-examples.ts';
import { grave, judged } from '../support/judge.ts';

const examples = docExamples();

describe('every example of the docs', () => {
  it('is found', () => {
    expect(examples.length).toBeGreaterThan(30);
  });

  it.each(examples.map((example) => ({ title: `${example.page}:${example.line}`, example })))(
    '$title is written so that validate and check find nothing',
    ({ example }) => {
      const clusters = clustersOf(example);
      expect(clusters.length).toBeGreaterThan(0);
      for (const cluster of clusters) {
        // The encrypted files lie beside the user's own source.
        if (cluster.secrets.backend.name === 'SOPS') expect(() => judged(cluster)).toThrow(expect.objectContaining({ code: 'sops-file-missing' }) as Error);
        else {
          // An example of one field does not show monitoring, without which no alert looks at renewals.
          const findings = judged(cluster).filter(({ code }) => code !== 'renewal-alert-missing');
          expect(grave(findings)).toEqual([]);
        }
      }
    },
  );
});
