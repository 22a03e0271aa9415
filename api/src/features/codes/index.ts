export { CodesModule } from './codes.module.js';
export { STANDARD_CODES } from './standard-codes.js';
