import { describe, expect, it } from 'vitest';
import { kubectl } from '../../lib/integrations/kubectl/kubectl.ts';
import { grave, judged } from '../support/judge.ts';
import { proveGenerated } from '../support/prove-generated.ts';
import { clusterWith } from '../support/sample.ts';

describe('validate and check find nothing in what synth writes', () => {
  it('for clusters over all options', () => {
    // Many more run in test/real/generated.test.ts.
    proveGenerated(10);
  });

  // What kubeadm patches by: files that are parts of objects.
  it.each(['coredns-rewrite', 'coredns-hosts', 'hostAliases'])('for kubectl alone with dns %s', (mode) => {
    const apps = [kubectl({ roles: { 'cluster-admin': ['kubernetes-admins'] } })];
    expect(grave(judged(clusterWith({ dns: { mode }, apps })))).toEqual([]);
  });
});
