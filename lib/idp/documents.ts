/** Documents that an identity provider reads itself: blueprints of authentik. */
export { isBlueprint, validateBlueprint } from './authentik/schema/blueprint.ts';
