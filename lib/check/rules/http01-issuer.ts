import type { Rule } from '../rule.ts';

/** Without port 80 from outside nothing is renewed. */
export const http01Issuer: Rule = {
  code: 'http01-issuer',
  severity: 'warning',
  title: 'certificates are proven over port 80',
  *run({ objects }) {
    for (const kind of ['ClusterIssuer', 'Issuer'])
      for (const object of objects.of(kind))
        for (const solver of object.root.get('spec', 'acme', 'solvers').items()) {
          const http = solver.get('http01');
          if (!http.exists) continue;
          yield {
            at: http,
            message: `${kind}/${object.name} proves hosts by HTTP-01, over port 80 from the internet`,
            expected: 'dns01',
            received: 'http01',
            why: 'A router that does not forward port 80 lets every renewal fail, quietly: Ready stays true until the old certificate ends.',
            fix: 'use a dns01 solver of your DNS provider, or suppress this with the reason that port 80 is open',
          };
        }
  },
};
