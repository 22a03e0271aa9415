export type { CollectorEntity } from './collector.entity.js';
export { CollectorRepository, tagsOf } from './collector.repository.js';
export { IdentityModule } from './identity.module.js';
export { Passwords } from './passwords.js';
export { SetupService } from './setup.service.js';
export { PortalLinks } from './portal-links.js';
export { standingKey, Standings } from './standings.js';
export { newToken, tokenHash } from './token.js';
export { type NewGrant, type NewUser, UserAccounts } from './user-accounts.js';
