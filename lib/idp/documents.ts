/** Documents that an identity provider reads itself, and the version of it that reads them: blueprints of authentik. */
export { isBlueprint, validateBlueprint } from './authentik/schema/blueprint.ts';
export { isOwnChart, notKnownHere, saysOf } from './authentik/schema/installs.ts';
export { type Models, modelsOf } from './authentik/schema/models.ts';
export { minorOf, nearestKnown, newer, newestVersion } from './authentik/schema/requests.ts';
