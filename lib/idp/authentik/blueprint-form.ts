import { pathText } from '../../schema/to-finding.ts';
import type { Fault } from '../../schema/validate-object.ts';
import type { Report, Rule } from '../../repository/rule.ts';
import { known } from '../../tree/known.ts';
import type { Blueprint } from './blueprint-types.ts';
import type { AuthentikRepository } from './repository.ts';
import { blueprintFormFaults } from './schema/blueprint.ts';

const judged = new WeakMap<Blueprint, readonly Fault[]>();

/** A rule about the form of a blueprint: authentik refuses what has another, and `pinout validate` says the same by its code. */
export const ofForm = (rule: Omit<Rule, 'severity' | 'needs' | 'find'>) => ({ ...rule, severity: 'error' as const, needs: [], find: formOf(rule.code) });

const formOf = (code: string) =>
  function* ({ blueprints }: AuthentikRepository): Iterable<Report> {
    for (const blueprint of blueprints.all) {
      const faults = judged.get(blueprint) ?? blueprintFormFaults(blueprint.root.raw);
      judged.set(blueprint, faults);
      for (const fault of faults) {
        if (fault.code !== code) continue;
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
