import { found, type Observed } from '../../contract/observed.ts';
import { readGuardedHosts } from '../../edge/read-guarded-hosts.ts';
import { Environment } from '../../flux/environment.ts';
import { Reader } from '../../manifest/reader.ts';
import type { SourceDocument } from '../../manifest/source.ts';

/** Reads every guarded host at the edge that no integration of its own reads: those of homepage, and of a Headlamp whose users share one account, are left out. */
export function readForwardAuthApp(documents: readonly SourceDocument[]): Observed[] {
  const others = [
    ...Environment.all(documents).flatMap((one) => (one.at('HOMEPAGE_ALLOWED_HOSTS') === undefined ? [] : [one.document])),
    ...documents.map((one) => Reader.of(one)).filter((root) => root.get('spec', 'values', 'config', 'unsafeUseServiceAccountToken').scalar() === true),
  ];
  const taken = new Set(others.flatMap((root) => readGuardedHosts(documents, root.get('metadata', 'namespace').text() ?? '').map(({ value }) => value)));
  return readGuardedHosts(documents).flatMap((externalHost) =>
    taken.has(externalHost.value) ? [] : [found({ end: 'app', protocol: 'forward-auth', externalHost })],
  );
}
