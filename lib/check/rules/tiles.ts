import type { Rule } from '../../repository/rule.ts';
import { known } from '../../tree/known.ts';

export const tilesRules: readonly Rule[] = [
  {
    code: 'tile-front-page',
    severity: 'info',
    strict: true,
    title: 'a tile opens the front page of an app instead of signing in directly',
    why: 'The front page shows a form or a button, so users have to click once more.',
    symptom: 'A click on the tile opens the sign-in form of the app instead of the app.',
    cause:
      'The launch URL of the tile is the front page of the app. Some apps have a URL that starts the sign-in directly: Grafana at `/login/generic_oauth`, Miniflux at `/oauth2/oidc/redirect`, Argo CD at `/auth/login`. The same is true of an authentik application without `meta_launch_url`, whose tile opens the host of its first redirect URI.',
    fix: 'use that URL as the launch URL (`meta_launch_url` of the application in authentik)',
    more: '**Not reported.** A Grafana with `auto_login`, whose front page starts the sign-in itself. For Vault, see `vault-launch-role`.',
    source:
      '[grafana/grafana: pkg/api/api.go](https://github.com/grafana/grafana/blob/main/pkg/api/api.go), [miniflux/v2: internal/ui/oauth2_redirect.go](https://github.com/miniflux/v2/blob/main/internal/ui/oauth2_redirect.go), [argoproj/argo-cd: common/common.go](https://github.com/argoproj/argo-cd/blob/master/common/common.go)',
    *find({ pairs }) {
      const said = new Set<unknown>();
      for (const { login, client } of pairs.all) {
        const { begins } = login;
        if (begins === undefined || client.idp.tile === undefined || said.has(client)) continue;
        // An app may be below a path of its host, which both addresses have then.
        const base = [...(client.redirects ?? []), ...(login.redirects ?? [])]
          .flatMap(({ value }) => (value.url.endsWith(begins.callback) ? [value.url.slice(0, -begins.callback.length)] : []))
          .find((one) => /^https?:\/\/[^/]/.test(one) && known(one) !== undefined);
        // Without a launch URL a tile may open the host all the same.
        const opened =
          client.launchUrl === undefined && client.slug !== undefined && client.idp.tile?.opensHost === true ? base : known(client.launchUrl?.value);
        if (base === undefined || !['', '/', '/login', '/login/'].some((page) => opened === base + page)) continue;
        said.add(client);
        yield {
          at: client.launchUrl ?? client.slug!,
          message: `the tile of ${client.label} opens the front page of ${login.app}`,
          expected: base + begins.path,
          received: client.launchUrl === undefined ? 'no launch URL' : opened!,
          fix: `write ${client.idp.tile.field}: ${base}${begins.path}`,
        };
      }
    },
  },
];
