export { IdentityModule } from './identity.module.js';
export { Passwords } from './passwords.js';
export { SetupService } from './setup.service.js';
export { type NewGrant, type NewUser, UserAccounts } from './user-accounts.js';
