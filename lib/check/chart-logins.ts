import { posix } from 'node:path';
import type { Repository } from '../repository/repository.ts';
import { templateUnread } from '../tree/charts/own-charts.ts';
import { fileObject, type Tree } from '../tree/tree.ts';
import type { LikeLogin } from '../login/looks-like-login.ts';

/** Names of a client id in the templates of a chart. */
const word = /[A-Z0-9_]{9,100}/g;
const clientId = /(?:^|_)(?:OIDC|OPENID|OAUTH2?|SSO)_(?:[A-Z0-9_]+_)?CLIENT_?ID$/;
const mostFiles = 200;

/**
 * Charts of a repository's own whose templates set up a login. They are not rendered, so that nothing but this is known. A chart that says where it
 * comes from is somebody else's: what its templates could do says nothing of this repository.
 */
export function chartLogins(repository: Repository): LikeLogin[] {
  const tree: Tree = repository.tree.whole ?? repository.tree;
  const templates = repository.tree.unread.filter(({ why }) => why.startsWith(templateUnread)).slice(0, mostFiles);
  if (templates.length === 0) return [];
  const charts = new Map(
    tree.documents
      .filter(({ file, root }) => posix.basename(file) === 'Chart.yaml' && !root.get('home').exists && !root.get('sources').exists)
      .map((document) => [posix.dirname(document.file), document]),
  );
  const found = new Map<string, Set<string>>();
  for (const { file } of templates) {
    const folder = file.slice(0, file.lastIndexOf('/templates/'));
    if (!charts.has(folder)) continue;
    const text = tree.origin.read(tree.origin.pathOf(file)) ?? '';
    for (const [name] of text.matchAll(word)) if (clientId.test(name)) found.set(folder, (found.get(folder) ?? new Set()).add(name));
  }
  return [...found].map(([folder, names]) => {
    const { root } = charts.get(folder)!;
    return {
      app: root.get('name').text() ?? posix.basename(folder),
      object: fileObject(root),
      at: root.get('name').located(undefined),
      names: [...names],
      texts: [],
    };
  });
}
