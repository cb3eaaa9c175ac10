import { found, type Observed } from '../../contract/observed.ts';
import { readGuardedHosts } from '../../edge/read-guarded-hosts.ts';
import { Environment } from '../../flux/environment.ts';
import type { SourceDocument } from '../../manifest/source.ts';

/** Reads the guarded hosts of every homepage: of its namespace, and among those that it allows. */
export function readHomepage(documents: readonly SourceDocument[]): Observed[] {
  return Environment.all(documents).flatMap((environment) => {
    const allowed = environment
      .text('HOMEPAGE_ALLOWED_HOSTS')
      ?.value.split(',')
      .map((host) => `https://${host.trim()}`);
    if (allowed === undefined) return [];
    const hosts = readGuardedHosts(documents, environment.document.get('metadata', 'namespace').text());
    return hosts.filter(({ value }) => allowed.includes(value)).map((externalHost) => found({ end: 'app', protocol: 'forward-auth', externalHost }));
  });
}
