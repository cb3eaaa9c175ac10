import type { Access } from '../../contract/access.ts';
import { choice, flag, list, object, type Shape, text } from '../../contract/shape.ts';
import { size } from '../../contract/option-texts.ts';
import type { JsonMap } from '../../manifest/manifest.ts';
import { chartFields, type ChartOptions } from '../app-options.ts';
import { type NextcloudDatabase, nextcloudDatabaseShape } from './database.ts';

/** Claims that may name a user in Nextcloud: the name of the account and of its folder. */
export const nextcloudUserIds = ['preferred_username', 'sub'] as const;
export type NextcloudUserId = (typeof nextcloudUserIds)[number];

interface Fields extends ChartOptions {
  /** `preferred_username` unless given. Never change it once people have files: everybody would be new. */
  readonly userId?: NextcloudUserId;
  /**
   * Whether a login takes over the local account of the same name; false unless given. True is for moving people who had accounts before; then whoever
   * has the local admin's name in authentik is that admin.
   */
  readonly softAutoProvision?: boolean;
  /** Name of the local admin, made at the first start; `local-admin` unless given. Nobody in authentik may have it. */
  readonly adminUser?: string;
  /**
   * Networks of the pods of your ingress controller, whose X-Forwarded-For Nextcloud believes. Unless given, `idp.trustedProxies` without the
   * networks that hold `ingressAddress`: there the people are, and a person is no proxy.
   */
  readonly trustedProxies?: readonly string[];
  /** The PostgreSQL that holds its tables; the chart's SQLite unless given. Read at the first start alone: a later one moves nothing. */
  readonly database?: NextcloudDatabase;
  /** Size of the volume for everything else, files included; `8Gi` unless given. */
  readonly storage?: string;
  /** Values of the chart, merged over what the integration writes. Lists replace: write `append(…)` for `nextcloud.extraEnv`. */
  readonly values?: JsonMap;
}

/** Nextcloud's administrators are the members of its group `admin`, so the group is called that in authentik too. */
interface NextcloudRoles {
  readonly admin: readonly ['admin'];
}

type Admitted = { readonly access: Access; readonly roles?: NextcloudRoles } | { readonly roles: NextcloudRoles; readonly access?: Access };

/** Options of a Nextcloud. At least one of `access` and `roles`. The groups of both are made in Nextcloud, with their members. */
export type NextcloudOptions = Fields & Admitted;

/** What may be in them. */
export const nextcloudShape = object<NextcloudOptions>({
  ...chartFields,
  userId: choice(...nextcloudUserIds),
  softAutoProvision: flag,
  adminUser: text,
  trustedProxies: list(text),
  database: nextcloudDatabaseShape,
  storage: size,
  roles: chartFields.roles as Shape<never>,
});
