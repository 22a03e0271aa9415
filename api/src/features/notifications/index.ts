export { NotificationsModule } from './notifications.module.js';
export { NoticeBounces } from './notice-bounces.js';
