import { describe, expect, it } from 'vitest';
import { treeOf } from '../../lib/tree/tree.ts';

const service = (name: string, more: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  ${more}\n  type: ClusterIP\n`;
const read = (text: string) => {
  const { unread, broken } = treeOf([{ file: 'service.yaml', text }]);
  return { unread: unread.map(({ why }) => why), broken: broken.map(({ line }) => line) };
};

describe('a file that is no YAML', () => {
  it('is a template where the line has a placeholder', () => {
    const template = { unread: ['template'], broken: [] };
    expect(read(service('feeds', 'clusterIP: {SERVICE_PREFIX}.16'))).toEqual(template);
    expect(read(service('feeds', '<ANNOTATIONS>\n  clusterIP: None'))).toEqual(template);
    expect(read(service('feeds', '<#if internal>\n  clusterIP: None'))).toEqual(template);
  });

  it('is broken where only another line has one', () => {
    expect(read(service('<NAME>', 'a: b\n  c: d\n  e: f\n  clusterIP: {a}.16'))).toEqual({ unread: [], broken: [9] });
    expect(read(service('feeds', 'clusterIP: ${PREFIX}: {a}.16')).broken).toHaveLength(1);
  });
});
