/** Documents that an identity provider reads itself, and the version of it that reads them: blueprints of authentik. */
export { isBlueprint, namesBlueprintSchema, validateBlueprint } from './authentik/schema/blueprint.ts';
export { type Models, modelsOf } from './authentik/schema/models.ts';
export { isOwnChart, minorOf, nearestKnown, newer, newestVersion, notKnownHere, saysOf } from './authentik/schema/requests.ts';
