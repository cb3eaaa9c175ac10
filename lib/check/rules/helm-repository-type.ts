import type { Rule } from '../rule.ts';

/** oci:// needs type oci, https:// an index. */
export const helmRepositoryType: Rule = {
  code: 'helm-repository-type',
  severity: 'error',
  title: 'the kind of a chart source does not fit its address',
  *run({ objects }) {
    for (const object of objects.of('HelmRepository')) {
      const url = object.root.get('spec', 'url');
      const type = object.root.get('spec', 'type').text() ?? 'default';
      const text = url.text() ?? '';
      if (text.startsWith('oci://') !== (type === 'oci') && /^(?:oci|https?):/.test(text))
        yield {
          at: url,
          message: `HelmRepository/${object.name} has the address ${text} and the type ${type}`,
          expected: text.startsWith('oci://') ? 'type: oci' : 'no type',
          received: `type: ${type}`,
          why: 'No chart is found, and every release of it fails.',
          fix: text.startsWith('oci://') ? 'write type: oci, or use an OCIRepository' : 'take type: oci away',
        };
    }
    for (const object of objects.of('OCIRepository')) {
      const url = object.root.get('spec', 'url');
      if (!/^https?:/.test(url.text() ?? '')) continue;
      yield {
        at: url,
        message: `OCIRepository/${object.name} has the address ${url.text()}`,
        expected: 'oci://…',
        received: url.text() ?? '',
        why: 'Charts of an HTTP repository need a HelmRepository.',
        fix: 'use a HelmRepository with chart.spec, or the oci:// address of the chart',
      };
    }
  },
};
