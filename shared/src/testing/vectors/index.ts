export { RULES_NOT_BUILT } from './not-built.js';
export { BUILT_RULES, runVectors, type VectorReport } from './run-vectors.js';
