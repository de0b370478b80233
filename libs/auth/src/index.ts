export * from './scopes/scopes.js';
export * from './guard/decorators.js';
export * from './guard/principal.js';
export { principalOf, requestPrincipal, setPrincipal } from './guard/request-principal.js';
export * from './permissions/vocabulary.js';
