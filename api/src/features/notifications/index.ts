export { DutyListRepository } from './duty/duty-list.repository.js';
export { LadderRepository } from './ladder.repository.js';
export { NotificationsModule } from './notifications.module.js';
export { NoticeBounces } from './notice-bounces.js';
export { PastNotices } from './past-notices.js';
