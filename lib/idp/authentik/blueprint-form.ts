import { pathText } from '../../schema/to-finding.ts';
import type { Fault } from '../../schema/validate-object.ts';
import type { Report, Rule } from '../../repository/rule.ts';
import { type RunningVersions, runsAtLeast } from '../../repository/versions.ts';
import { known } from '../../tree/known.ts';
import type { Blueprint } from './blueprint-types.ts';
import type { AuthentikRepository } from './repository.ts';
import { blueprintFormFaults } from './schema/blueprint.ts';

const judged = new WeakMap<Blueprint, readonly Fault[]>();

/** A rule about the form of a blueprint: authentik refuses what has another, and `pinout validate` says the same by its code. */
export const ofForm = (rule: Omit<Rule, 'severity' | 'needs' | 'find'>) => ({ ...rule, severity: 'error' as const, needs: [], find: formOf(rule.code) });

const formOf = (code: string) =>
  function* ({ blueprints, versions }: AuthentikRepository): Iterable<Report> {
    for (const blueprint of blueprints.all) {
      const faults = judged.get(blueprint) ?? blueprintFormFaults(blueprint.root.raw);
      judged.set(blueprint, faults);
      for (const fault of faults) {
        if (fault.code !== code || isOfOlder(fault, versions)) continue;
        const at = blueprint.root.get(...fault.path);
        // Somebody fills it in before authentik reads it.
        if (at.text() !== undefined && at.text() !== '' && known(at.text()) === undefined) continue;
        const { message, expected, received, why, fix } = fault;
        yield {
          at,
          message: `${pathText(fault.path)} ${message}`,
          ...(expected === undefined ? {} : { expected }),
          ...(received === undefined ? {} : { received }),
          ...(why === undefined ? {} : { why }),
          ...(fix === undefined ? {} : { fix }),
        };
      }
    }
  };

/** The name of a model until it was renamed, where a version that has it may run. */
function isOfOlder({ received = '' }: Fault, { authentik }: RunningVersions): boolean {
  const renamed = renamedModels.get(received);
  return renamed !== undefined && runsAtLeast(authentik, renamed) !== true;
}

/** authentik/stages/authenticator_webauthn/migrations/0010_webauthndevicetype_authenticatorwebauthnstage_and_more.py */
const renamedModels: ReadonlyMap<string, readonly number[]> = new Map([['authentik_stages_authenticator_webauthn.authenticatewebauthnstage', [2024, 4]]]);
