import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { tempFolder } from '../support/temp-folder.ts';

const binding = (group: string, role = 'view') =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: people }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role} }\nsubjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: '${group}' }]\n`;

const home = process.cwd();
let folder = '';
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', '-c', 'init.defaultBranch=main', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const commit = (message: string) => {
  git('add', '-A');
  git('commit', '-qm', message);
  return git('rev-parse', 'HEAD');
};

async function run(...args: string[]) {
  let out = '';
  let talk = '';
  const code = await main(args, { out: (text) => (out += text), talk: (text) => (talk += text), env: {} });
  return { code, out, talk };
}

beforeEach(() => {
  folder = tempFolder();
  process.chdir(folder);
});
afterEach(() => process.chdir(home));

describe('pinout diff between commits', () => {
  beforeEach(() => {
    git('init', '-q');
    put('k8s/people.yaml', binding('oidc:staff'));
    commit('one');
  });

  it('compares two commits, a commit and the working tree, and by default the branch with where it began', async () => {
    git('checkout', '-qb', 'work');
    put('k8s/people.yaml', binding('oidc:staff', 'cluster-admin'));
    const gains = 'everyone in the Kubernetes group `oidc:staff` gains kubectl cluster-admin in the whole cluster';
    expect(await run('diff')).toMatchObject({ code: 0, out: expect.stringContaining(`opens   ${gains}\n        k8s/people.yaml:5\n`) as string });
    commit('two');
    expect((await run('diff', 'main', 'HEAD')).out).toContain(gains);
    expect((await run('diff', 'main')).out).toContain(gains);
    expect((await run('diff', 'HEAD', 'main')).out).toContain('loses kubectl cluster-admin');
    expect(await run('diff', 'HEAD', 'HEAD')).toEqual({
      code: 0,
      out: 'no change of access\n',
      talk: 'HEAD to HEAD: no change of access\n  no login was found in 1 documents: see pinout check --logins\n',
    });
    expect((await run('diff', '--fail-on', 'opens')).code).toBe(1);
    expect((await run('diff', '--fail-on', 'breaks')).code).toBe(0);
    expect((await run('diff', '--fail-on', 'breaks, opens')).code).toBe(1);
    // What is not committed yet counts, and nothing was checked out or written.
    put('k8s/people.yaml', binding('oidc:guests', 'cluster-admin'));
    expect((await run('diff')).out).toContain('`oidc:guests` gains');
    expect(git('status', '--porcelain')).toBe('M k8s/people.yaml');
  });

  it('works in a folder below, with bases of Flux beside it, and reads links', async () => {
    put(
      'clusters/home/flux.yaml',
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: apps, namespace: flux-system }\nspec: { path: ./k8s, prune: true, interval: 1h, sourceRef: { kind: GitRepository, name: flux-system } }\n',
    );
    const before = commit('flux');
    put('k8s/people.yaml', binding('oidc:staff', 'edit'));
    commit('edit');
    process.chdir(join(folder, 'k8s'));
    expect((await run('diff', before, 'HEAD')).out).toContain('`oidc:staff` gains kubectl edit in the whole cluster\n        people.yaml:5');
    expect((await run('diff', before)).out).toContain('        people.yaml:5');
    expect((await run('diff', before, 'HEAD', '--path', '../clusters')).code).toBe(0);
  });

  it('answers as data, as Markdown, and as lines of GitHub Actions', async () => {
    put('k8s/people.yaml', binding('<b>@all`x', 'edit'));
    const { out } = await run('diff', '--json');
    const { changes, counts } = JSON.parse(out) as { changes: Record<string, unknown>[]; counts: object };
    expect(changes[0]).toEqual({
      weight: 'opens',
      about: 'cluster-role',
      subject: '<b>@all`x',
      says: 'everyone in the Kubernetes group `<b>@all`x` gains kubectl edit in the whole cluster',
      side: 'after',
      file: 'k8s/people.yaml',
      line: 5,
    });
    expect(counts).toEqual({ opens: 1, breaks: 0, closes: 1, neutral: 0 });
    const markdown = (await run('diff', '--format', 'markdown')).out;
    expect(markdown.startsWith('<!-- pinout diff -->\n## Access\n')).toBe(true);
    expect(markdown).not.toMatch(/<b>|@all/);
    expect(markdown).toContain('**Opens** (1)');
    expect((await run('diff', '--format', 'github')).out).toContain(
      '::warning file=k8s/people.yaml,line=5,title=pinout%3A opens::everyone in the Kubernetes group',
    );
  });

  it('reads who may do what in a commit', async () => {
    put('k8s/people.yaml', binding('oidc:staff', 'edit'));
    put(
      'config.yaml',
      'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt:\n  - issuer: { url: https://id.example.org, audiences: [kubernetes] }\n    claimMappings:\n      username: { claim: sub, prefix: "oidc:" }\n      groups: { claim: groups, prefix: "oidc:" }\n',
    );
    const first = commit('edit');
    put('k8s/people.yaml', binding('oidc:staff', 'admin'));
    expect((await run('who', 'staff', '--ref', first)).out).toContain('as kubectl edit in the whole cluster (perhaps)');
    expect((await run('who', 'staff')).out).toContain('as kubectl admin in the whole cluster (perhaps)');
  });

  it('refuses names that are no commit', async () => {
    const { code, talk } = await run('diff', 'nope');
    expect({ code, talk }).toMatchObject({ code: 3, talk: expect.stringContaining('ref-unknown') as string });
    expect(talk).toContain('"nope"');
    expect((await run('diff', '--', '--upload-pack=touch x')).code).toBe(3);
    expect((await run('diff', 'main', 'nope')).code).toBe(3);
    expect((await run('diff', 'a', 'b', 'c')).code).toBe(2);
    expect((await run('diff', '--fail-on', 'never')).code).toBe(2);
    expect((await run('diff', 'k8s/', 'main')).code).toBe(2);
  });

  it('says that a clone is shallow', async () => {
    put('k8s/people.yaml', binding('oidc:staff', 'edit'));
    commit('two');
    const whole = folder;
    folder = tempFolder();
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${whole}`, '.'], { cwd: folder });
    process.chdir(folder);
    const { code, talk } = await run('diff', 'HEAD~1', 'HEAD');
    expect(code).toBe(3);
    expect(talk).toContain('this clone is shallow');
    expect(talk).toContain('fetch-depth: 0');
  });
});

describe('pinout diff without git', () => {
  it('says that there is no repository, and takes two folders', async () => {
    const none = await run('diff');
    expect(none.code).toBe(3);
    expect(none.talk).toContain('git-repository-missing');
    put('a/people.yaml', binding('oidc:staff'));
    put('b/people.yaml', binding('oidc:staff', 'admin'));
    expect((await run('diff', 'a', 'b')).out).toContain('gains kubectl admin');
    rmSync(join(folder, 'b'), { recursive: true });
    expect((await run('diff', 'a', 'b')).code).toBe(3);
  });

  it('says that git is not there', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = folder;
    try {
      expect(await run('diff', 'main')).toMatchObject({ code: 3, talk: expect.stringContaining('git-missing') as string });
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('says that a repository has no commit yet', async () => {
    git('init', '-q');
    expect(await run('diff')).toMatchObject({ code: 3, talk: expect.stringContaining('merge-base-missing') as string });
  });
});

describe('pinout who', () => {
  it('refuses a name that nothing mentions, and says which was probably meant', async () => {
    put('people.yaml', binding('oidc:staff'));
    put(
      'config.yaml',
      'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt:\n  - issuer: { url: https://id.example.org, audiences: [kubernetes] }\n    claimMappings:\n      username: { claim: sub, prefix: "oidc:" }\n      groups: { claim: groups, prefix: "oidc:" }\n',
    );
    const { code, talk } = await run('who', 'stafff');
    expect(code).toBe(2);
    expect(talk).toContain('did you mean staff?');
    expect((await run('who')).code).toBe(2);
    expect((await run('who', '--app', 'grafana')).code).toBe(2);
    expect((await run('who', 'ann', '--groups', 'staff', '--app', 'x')).code).toBe(2);
  });

  it('says that there is no login', async () => {
    put('a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n');
    expect(await run('who', 'ann', '--groups', 'staff')).toMatchObject({
      code: 0,
      out: 'nothing\n',
      talk: expect.stringContaining('no login was found in 1 documents') as string,
    });
  });
});
