import type { Seen } from '../contract/observed.ts';
import { Reader } from '../manifest/reader.ts';
import type { SourceDocument } from '../manifest/source.ts';

/** A subject that a binding gives a role to. */
export interface RbacSubject {
  readonly binding: Seen<string>;
  readonly roleKind: string;
  readonly role: Seen<string>;
  /** Absent where the role holds everywhere. */
  readonly namespace?: string;
  readonly kind: 'User' | 'Group';
  /** With the prefix that kube-apiserver puts before names of tokens. */
  readonly name: Seen<string>;
}

/** Reads users and groups out of bindings; service accounts are left out, because no token of an identity provider becomes one. */
export function readRbac(documents: readonly SourceDocument[]): RbacSubject[] {
  return documents.flatMap((document) => {
    const root = Reader.of(document);
    const kind = root.get('kind').text();
    if (kind !== 'ClusterRoleBinding' && kind !== 'RoleBinding') return [];
    const binding = root.get('metadata', 'name').seenText();
    const role = root.get('roleRef', 'name').seenText();
    if (binding === undefined || role === undefined) return [];
    const namespace = kind === 'RoleBinding' ? root.get('metadata', 'namespace').text() : undefined;
    return root
      .get('subjects')
      .items()
      .flatMap((subject): RbacSubject[] => {
        const of = subject.get('kind').text();
        const name = subject.get('name').seenText();
        if ((of !== 'User' && of !== 'Group') || name === undefined) return [];
        return [
          { binding, role, roleKind: root.get('roleRef', 'kind').text() ?? 'ClusterRole', kind: of, name, ...(namespace === undefined ? {} : { namespace }) },
        ];
      });
  });
}
