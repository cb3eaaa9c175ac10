import { helpPage } from '../contract/help-page.ts';
import { readFileSync, statSync } from 'node:fs';
import { readings } from './tree-state.ts';
import { mostMebibytes, pathUnreadable, reasonOf, type Walked, walkFiles } from './walk-files.ts';

/** A file below the checked paths: its text, or why it was not read. */
export type TreeFile = { readonly file: string; readonly text: string } | { readonly file: string; readonly unread: string };

/** Whether a file is read, by its name. `.tpl` files hold what templates of a chart share. */
export const wanted = (path: string): boolean => /\.(?:ya?ml|json|tf|tpl)$|(?:^|\/)README\.md$/.test(path);

/**
 * Every YAML and JSON file and README below some paths, in order of their names. A tree that somebody replaces meanwhile is read again.
 *
 * @throws PinoutError `path-unreadable` for a path that was named and is not there, or when nothing could be read because it is closed to us
 */
export function filesBelow(paths: readonly string[]): TreeFile[] {
  let files: TreeFile[] = [];
  for (const walk of readings(paths, () => walkFiles(paths, wanted, 'check'))) files = walk.files.flatMap(read);
  return refuseClosed(paths, files);
}

/** A folder of which not one file is open to us was not checked: nothing found there says nothing. */
function refuseClosed(paths: readonly string[], files: TreeFile[]): TreeFile[] {
  const closed = files.find((one) => 'unread' in one && one.unread.endsWith('(EACCES)'));
  if (closed === undefined || !('unread' in closed) || files.some((one) => 'text' in one && !one.file.endsWith('.md'))) return files;
  throw pathUnreadable(closed.file, 'check', closed.unread, `make it readable for the user who runs the check (${paths.join(' ')})`);
}

/** Resources of Terraform that are one end of a login. */
const terraformLogin =
  /^[ \t]*resource[ \t]+"(authentik_\w+|vault_jwt_auth_backend(?:_role)?|keycloak_openid_client|pocketid_client|zitadel_application_oidc|grafana_sso_settings|cloudflare_(?:zero_trust_)?access_identity_provider)"/m;

const isRealm = (text: string): boolean => ['"realm"', '"clients"', '"clientId"', '"redirectUris"'].every((key) => text.includes(key));

/** A file by its text; nothing when it is of no interest. */
export function fileOfText(file: string, text: string, isNamed = false): TreeFile[] {
  if (text.includes('\0') || text.slice(0, 4096).split('\uFFFD').length > 8) return [{ file, unread: 'not text' }];
  if (file.endsWith('.tf')) {
    const kept = terraformLogin.exec(text)?.[1];
    return kept === undefined
      ? []
      : [{ file, unread: `Terraform, which defines logins (${kept} …), but for its clients. To move them to pinout: ${helpPage('from-terraform')}` }];
  }
  // JSON is everywhere; only objects of Kubernetes are of interest, and what Keycloak exports of a realm.
  if (file.endsWith('.json') && !isNamed && !(text.includes('"kind"') && text.includes('"apiVersion"')) && !isRealm(text)) return [];
  return [{ file, text }];
}

function read(walked: Walked): TreeFile[] {
  if ('unread' in walked) return [{ file: walked.file, unread: walked.unread }];
  const { file, isNamed } = walked;
  try {
    const { size } = statSync(file);
    if (size > mostMebibytes * 1024 * 1024) return [{ file, unread: `larger than ${mostMebibytes} MiB (${size} bytes)` }];
    return fileOfText(file, readFileSync(file, 'utf8'), isNamed);
  } catch (error) {
    return [{ file, unread: reasonOf(error) }];
  }
}
