import type { Rule } from '../repository/rule.ts';
import { violationCodes } from '../schema/violation.ts';

/** Codes that findings have: of rules, and of what schemas refuse. */
export const knownCodes = (rules: readonly Rule[]): string[] => [...rules.map(({ code }) => code), ...violationCodes, 'yaml-duplicate-key', 'yaml-tag-unknown'];
