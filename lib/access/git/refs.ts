import { PinoutError } from '../../contract/error.ts';
import { git, gitLine } from './git.ts';

/** Throws unless a folder lies in a repository of git. @throws PinoutError `git-repository-missing` */
export function requireRepository(folder: string): void {
  if (gitLine(folder, ['rev-parse', '--git-dir']) !== undefined) return;
  try {
    git(folder, ['rev-parse', '--git-dir']);
  } catch (error) {
    if (error instanceof PinoutError && error.code === 'git-failed' && !error.message.includes('not a git repository')) throw error;
  }
  throw new PinoutError({
    code: 'git-repository-missing',
    app: 'git',
    field: 'folder',
    found: 'no repository of git here',
    wanted: 'a checkout, to compare it with an earlier commit',
    fix: 'run it in the checkout, or give two folders: pinout diff FOLDER FOLDER',
  });
}

/** The commit of a name. @throws PinoutError `ref-unknown` */
export function commitOf(folder: string, ref: string): string {
  const commit =
    ref.startsWith('-') || ref.includes('\0') ? undefined : gitLine(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  if (commit !== undefined) return commit;
  const shallow = isShallow(folder);
  throw new PinoutError({
    code: 'ref-unknown',
    app: 'git',
    field: 'ref',
    found: JSON.stringify(ref),
    wanted: 'a branch, tag or commit of this repository, or a folder',
    fix: shallow
      ? `this clone is shallow and holds a part of the history alone: git fetch --unshallow, or fetch-depth: 0 for actions/checkout; a branch may also lack its remote's name, as in origin/${ref}`
      : `see git branch --all and git tag; a branch of the remote is written origin/${ref.replace(/[^\w./-]/g, '')}`,
  });
}

const isShallow = (folder: string): boolean => gitLine(folder, ['rev-parse', '--is-shallow-repository']) === 'true';

/** The commit in which the work of now began: its merge base with the default branch. @throws PinoutError `ref-unknown`, `merge-base-missing` */
export function mergeBase(folder: string, env: Readonly<Record<string, string | undefined>>): { readonly commit: string; readonly branch: string } {
  const branch = defaultBranch(folder, env);
  if (branch === undefined) {
    if (gitLine(folder, ['rev-parse', '--verify', '--quiet', 'HEAD']) === undefined)
      throw noBase('a repository without a commit', 'commit first, or give two folders: pinout diff FOLDER FOLDER');
    return { commit: commitOf(folder, 'HEAD'), branch: 'HEAD' };
  }
  const commit = gitLine(folder, ['merge-base', branch, 'HEAD']);
  if (commit !== undefined) return { commit, branch };
  throw noBase(
    `no commit that HEAD and ${branch} have in common`,
    isShallow(folder)
      ? 'this clone is shallow: git fetch --unshallow, or fetch-depth: 0 for actions/checkout'
      : `name the commit to compare with: pinout diff ${branch}`,
  );
}

const noBase = (found: string, fix: string): PinoutError =>
  new PinoutError({ code: 'merge-base-missing', app: 'git', field: 'base', found, wanted: 'the commit in which this branch began', fix });

/** The branch that pull requests go to: that of this one on GitHub, else what the remote calls its own, else main or master. */
function defaultBranch(folder: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const baseRef = env['GITHUB_BASE_REF'];
  const remote = gitLine(folder, ['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD'])?.replace(/^refs\/remotes\//, '');
  const names = [
    ...(baseRef === undefined || baseRef === '' ? [] : [`origin/${baseRef}`, baseRef]),
    ...(remote === undefined ? [] : [remote]),
    'origin/main',
    'origin/master',
    'main',
    'master',
  ];
  return names.find(
    (name) => !name.startsWith('-') && gitLine(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]) !== undefined,
  );
}
