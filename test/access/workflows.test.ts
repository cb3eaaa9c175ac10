import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Workflow {
  permissions: Record<string, string>;
  on: Record<string, unknown>;
  jobs: Record<string, { permissions?: unknown; steps: { uses?: string; run?: string; env?: Record<string, string> }[] }>;
}
const workflow = (name: string): Workflow => parse(readFileSync(`.github/workflows/${name}`, 'utf8')) as Workflow;

describe('the comment of a pull request', () => {
  const [pr, comment] = [workflow('pr.yml'), workflow('pr-comment.yml')];

  it('is made of what a job without rights says', () => {
    expect(Object.keys(pr.on)).toEqual(['pull_request']);
    expect(pr.permissions).toEqual({ contents: 'read' });
    for (const job of Object.values(pr.jobs)) expect(job.permissions).toBeUndefined();
  });

  it('is written by a job that runs nothing of the pull request', () => {
    expect(Object.keys(comment.on)).toEqual(['workflow_run']);
    expect(comment.permissions).toEqual({ actions: 'read', 'pull-requests': 'write' });
    for (const { uses, run = '' } of Object.values(comment.jobs).flatMap(({ steps }) => steps)) {
      // No checkout, no install, and no text of the pull request inside a script.
      expect(uses).toBeUndefined();
      expect(run).not.toContain('${{');
      expect(run).not.toMatch(/\b(?:npm|npx|node|git|sh|bash|eval|source)\b/);
    }
  });
});
