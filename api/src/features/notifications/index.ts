export { LadderRepository } from './ladder.repository.js';
export { NotificationsModule } from './notifications.module.js';
