import { PinoutError } from '../../contract/error.ts';
import type { OidcContract } from '../../contract/contract.ts';
import type { Facts } from '../../contract/facts.ts';
import { dnsLabel } from '../../contract/names.ts';
import { finishedValues } from '../../delivery/run-of.ts';
import { refuseUnused } from '../../delivery/run-shapes.ts';
import type { Late } from '../../delivery/run-options.ts';
import type { JsonMap, Manifest } from '../../manifest/manifest.ts';
import type { WrittenPatch } from '../../manifest/written.ts';
import type { AppEnd } from '../integration.ts';
import { loginSheet } from '../login-sheet.ts';
import { hostOf } from './contracts.ts';
import { lateOf } from './late.ts';
import type { OidcAppOptions, OidcLate } from './options.ts';
import { refuseRootIssuer } from './refuse-root-issuer.ts';

const ofRelease = ['timeout', 'env', 'data', 'sidecars', 'resources', 'generated', 'driftDetection', 'schemaValidation', 'networkPolicy', 'service', 'port'];

/** The end of an app that something else installs: its Secret, the page that says what to type, and values when a release of the user's takes them. */
export function writeElsewhere(options: OidcAppOptions, contract: OidcContract, facts: Facts): AppEnd {
  const { slug } = contract;
  const { existing } = options;
  refuseUnused(options, [...(existing === undefined ? ['values'] : []), ...ofRelease], 'without chart or image', slug);
  const at = { app: slug, field: 'namespace' };
  const given = options.namespace ?? existing?.namespace;
  if (given === undefined && (existing !== undefined || options.probe !== undefined))
    throw new PinoutError({
      code: 'namespace-missing',
      ...at,
      found: 'missing',
      wanted: `the namespace of ${existing === undefined ? "the app's pod" : 'your release'}`,
      fix: `write namespace: '${slug}'`,
    });
  const namespace = given === undefined ? undefined : dnsLabel(given, at);
  const end = { elsewhere: true, secrets: namespace !== undefined && contract.clientType === 'confidential' ? [contract.secret] : [] } as const;
  const where = namespace === undefined ? {} : { namespace };
  if (existing === undefined) {
    const { file, step } = loginSheet(contract, namespace, facts);
    return { ...end, ...where, objects: [], manual: [file], steps: [step] };
  }
  const late = lateOf(contract, hostOf(options, slug, facts), {}, facts);
  const values = finishedValues(options.values as Late<OidcLate, JsonMap> | undefined, late, slug);
  // Only its values are used: the release is the user's.
  const release: Manifest = {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: existing.release, namespace: given! },
    spec: { values },
  } satisfies WrittenPatch<'HelmRelease'>;
  refuseRootIssuer([release], slug, facts.idp);
  return { ...end, ...where, objects: [], loginValues: values };
}
