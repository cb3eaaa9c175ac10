// Written by scripts/rules.mjs from the files in rules/. Run: npm run rules
import type { Rule } from './rule.ts';
import { layerDeadlock } from './rules/layer-deadlock.ts';
import { referenceMissing } from './rules/reference-missing.ts';
import { suppressionInvalid } from './rules/suppression-invalid.ts';
import { unread } from './rules/unread.ts';
import { yamlBroken } from './rules/yaml-broken.ts';

/** Every rule, in the order of their codes. */
export const rules: readonly Rule[] = [layerDeadlock, referenceMissing, suppressionInvalid, unread, yamlBroken];
